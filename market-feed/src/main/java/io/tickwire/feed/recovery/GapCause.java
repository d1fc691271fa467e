package io.tickwire.feed.recovery;

/** What made us look for missing trades. */
enum GapCause {
  /** A time without subscription, also the one before a takeover. */
  INTERRUPTION,
  /** A sequence that is not the next one. */
  JUMP
}
