package io.tickwire.rules.book;

import io.tickwire.common.market.Side;

/**
 * How far a trailing stop follows the extreme of the price: below the high for a long, above the
 * low for a short.
 *
 * <p>Extremes and stops are whole ticks. Of a price between two ticks a high takes the lower, a low
 * the upper one.
 *
 * @param distance in the unit; basis points from 1 to 9,999, ticks from 1
 */
public record Trail(Side side, Unit unit, long distance) {
  private static final long WHOLE_BP = 10_000;

  /** What the distance counts. */
  public enum Unit {
    BASIS_POINTS,
    TICKS
  }

  public Trail {
    if (distance <= 0 || (unit == Unit.BASIS_POINTS && distance >= WHOLE_BP)) {
      throw new IllegalArgumentException(
          "trailing distance out of range: distance=" + distance + " unit=" + unit);
    }
  }

  public static Trail basisPoints(Side side, long distanceBp) {
    return new Trail(side, Unit.BASIS_POINTS, distanceBp);
  }

  public static Trail ticks(Side side, long distanceTicks) {
    return new Trail(side, Unit.TICKS, distanceTicks);
  }

  /**
   * Where the stop lies: {@code floor(H·(10000−b)/10000)} or {@code H−d} for a long, {@code
   * ceil(L·(10000+b)/10000)} or {@code L+d} for a short. At least zero and at most 2^63−1.
   */
  public long stopTicks(long extremeTicks) {
    long awayTicks = awayTicks(extremeTicks);
    if (side == Side.LONG) {
      return Math.max(0, extremeTicks - awayTicks);
    }
    return isOutOfRange(extremeTicks, awayTicks) ? Long.MAX_VALUE : extremeTicks + awayTicks;
  }

  /**
   * The extreme after a price.
   *
   * @param extremeTicks the one before it; 0 when this price is the first
   */
  public long follow(long extremeTicks, long floorTicks, long ceilTicks) {
    long made = extremeTicks(floorTicks, ceilTicks);
    return extremeTicks == 0 ? made : further(extremeTicks, made);
  }

  /** Which of two extremes is further: the higher for a long, the lower for a short. */
  public long further(long oneTicks, long otherTicks) {
    return side == Side.LONG ? Math.max(oneTicks, otherTicks) : Math.min(oneTicks, otherTicks);
  }

  /** The direction in which the price runs into the stop. */
  public Direction direction() {
    return Direction.ofStop(side);
  }

  /** The extreme that a price makes: at least one tick. */
  long extremeTicks(long floorTicks, long ceilTicks) {
    return side == Side.LONG ? Math.max(1, floorTicks) : ceilTicks;
  }

  /** An extreme on a scale that grows as the stop is drawn along. */
  long reach(long extremeTicks) {
    return side == Side.LONG ? extremeTicks : -extremeTicks;
  }

  /** Inverse of {@link #reach}. */
  long extremeOfReach(long reach) {
    return side == Side.LONG ? reach : -reach;
  }

  /** The key of the stop in the heap of its {@link #direction}. */
  long stopKey(long extremeTicks) {
    if (side == Side.LONG) {
      return ~HalfTicks.at(stopTicks(extremeTicks));
    }
    return isOutOfRange(extremeTicks, awayTicks(extremeTicks))
        ? HalfTicks.UNREACHABLE
        : HalfTicks.at(stopTicks(extremeTicks));
  }

  /** The key of the next extreme in the other heap. */
  long nextExtremeKey(long extremeTicks) {
    if (side == Side.SHORT) {
      return ~HalfTicks.at(extremeTicks - 1);
    }
    return extremeTicks == Long.MAX_VALUE ? HalfTicks.UNREACHABLE : HalfTicks.at(extremeTicks + 1);
  }

  /** Whether the stop of a short lies beyond any price. */
  private static boolean isOutOfRange(long extremeTicks, long awayTicks) {
    return awayTicks > Long.MAX_VALUE - extremeTicks;
  }

  /** Rounded up; the product is taken in two parts, so that it does not overflow. */
  private long awayTicks(long extremeTicks) {
    if (unit == Unit.TICKS) {
      return distance;
    }
    long rest = extremeTicks % WHOLE_BP * distance;
    return extremeTicks / WHOLE_BP * distance + (rest + WHOLE_BP - 1) / WHOLE_BP;
  }
}
