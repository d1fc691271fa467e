package io.tickwire.feed.recovery;

/** Where the trades of one symbol stand. */
enum LineState {
  /** Not subscribed yet, or interrupted: what is traded now may never reach us. */
  UNCOVERED,
  /** Subscribed; what arrives in order leaves at once. */
  COVERED,
  /** A sequence was jumped over; stragglers have a moment to arrive. */
  SUSPECT,
  /** The exchange is asked for what is missing; live ticks wait. */
  RECOVERING
}
