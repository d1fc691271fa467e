package io.tickwire.rules.book;

/**
 * Prices and thresholds on one line, two steps a tick: a price between two ticks has a place of its
 * own, so that "reached", "strictly above" and "strictly below" are one comparison each.
 *
 * <p>The line begins at {@link Long#MIN_VALUE} for a price of zero, so that every tick that fits a
 * {@code long} has a place on it. {@link Long#MAX_VALUE} is beyond any price.
 */
final class HalfTicks {
  static final long UNREACHABLE = Long.MAX_VALUE;

  private HalfTicks() {}

  /** A price by its two neighbouring ticks, which are equal when it lies on one. */
  static long ofPrice(long floorTicks, long ceilTicks) {
    return floorTicks + ceilTicks + Long.MIN_VALUE;
  }

  static long at(long ticks) {
    return ticks + ticks + Long.MIN_VALUE;
  }

  /** The highest place strictly below the tick. */
  static long below(long ticks) {
    return at(ticks) - 1;
  }

  /** The lowest place strictly above the tick. */
  static long above(long ticks) {
    return at(ticks) + 1;
  }

  /** The tick at or below a place. */
  static long floorTicks(long place) {
    return (place ^ Long.MIN_VALUE) >>> 1;
  }

  /** The tick at or above a place. */
  static long ceilTicks(long place) {
    return floorTicks(place + 1);
  }
}
