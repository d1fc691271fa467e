package io.tickwire.feed.venue;

import java.util.Locale;

/** Why something the exchange sent was not believed; the label of {@code feed_rejected_total}. */
public enum RejectReason {
  /** Not one whole JSON object. */
  NOT_JSON,
  UNKNOWN_TYPE,
  /** Data for a topic that this socket has not asked for. */
  UNKNOWN_TOPIC,
  /** The data names another symbol than its topic. */
  SYMBOL_MISMATCH,
  NO_SEQUENCE,
  BAD_SEQUENCE,
  NO_PRICE,
  /** Not a decimal, zero or below. */
  BAD_PRICE,
  NO_SIZE,
  /** Not a decimal or below zero; for a trade also zero. */
  BAD_SIZE,
  NO_TIME,
  BAD_TIME,
  /** More digits than fit 64 bits or more than 18 decimals. */
  OVERFLOW,
  /** A row of a REST answer that is not a usable instrument. */
  BAD_INSTRUMENT;

  /** The value of the label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
