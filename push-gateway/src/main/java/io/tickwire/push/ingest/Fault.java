package io.tickwire.push.ingest;

import java.util.Locale;

/** Why an entry of the event log is not told. */
enum Fault {
  /** It is no event, or one that nobody could filter by. */
  UNREADABLE,
  /** It lacks its type, its channel or its data. */
  INCOMPLETE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
