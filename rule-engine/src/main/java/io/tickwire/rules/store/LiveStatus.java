package io.tickwire.rules.store;

import java.util.Locale;

/** Where a record of a partition stands; the first two can still fire. */
public enum LiveStatus {
  /** A position. */
  OPEN,
  /** A trigger. */
  ARMED,
  /** A position that an execution ended and nobody has booked yet. */
  CLOSING,
  /** A trigger that fired and nobody has booked yet. */
  EXECUTED,
  /** A trigger that its user took back and nobody has noted yet. */
  CANCELLED,
  /** A trigger whose time has passed and nobody has noted yet. */
  EXPIRED,
  /** An alert that fired too often and nobody has noted yet. */
  PAUSED,
  /** Only in the stream of changes: it has left the partition. */
  FINISHED;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }

  public boolean isLive() {
    return this == OPEN || this == ARMED;
  }
}
