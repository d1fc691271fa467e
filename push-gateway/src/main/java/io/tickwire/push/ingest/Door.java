package io.tickwire.push.ingest;

import java.util.Locale;

/** The ways in for events of backends. */
public enum Door {
  /** {@code POST /v1/events}. */
  HTTP,
  /** The event-bus address {@code tickwire.events.publish}. */
  BUS,
  /** The Redis stream {@code tickwire:ingest}. */
  STREAM,
  /** What the gateway asks for itself. */
  POLL;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
