package io.tickwire.rules.settlement;

/**
 * Counts the sweeps of all engines alike, by the time of day, and sets each in the middle of its
 * turn: clocks may differ by almost half a turn before two engines take the same one. Pure.
 *
 * @param everyMs length of a turn
 */
record SweepTurns(long everyMs) {
  /** The turn at that time, in epoch milliseconds. */
  long at(long nowMs) {
    return Math.floorDiv(nowMs, everyMs);
  }

  /** How long until the middle of a turn, at least 1 ms and at most a whole turn. */
  long untilNextMs(long nowMs) {
    return everyMs - Math.floorMod(nowMs - everyMs / 2, everyMs);
  }
}
