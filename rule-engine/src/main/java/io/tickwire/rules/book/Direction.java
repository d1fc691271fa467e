package io.tickwire.rules.book;

import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;

/** From which side a price reaches a threshold. Equality counts as reached. */
public enum Direction {
  /** Fires at P ≥ T: the target of a long, the stop of a short, {@code above}. */
  UP,
  /** Fires at P ≤ T: the stop of a long, the target of a short, {@code below}. */
  DOWN;

  /** Whether a price, by its two neighbouring ticks, is at or beyond a threshold. */
  public boolean isReached(long floorTicks, long ceilTicks, long thresholdTicks) {
    return this == UP ? floorTicks >= thresholdTicks : ceilTicks <= thresholdTicks;
  }

  /** The direction in which the price runs into the stop of a position. */
  public static Direction ofStop(Side side) {
    return side == Side.LONG ? DOWN : UP;
  }

  /** The direction in which the price reaches the target of a position. */
  public static Direction ofTarget(Side side) {
    return side == Side.LONG ? UP : DOWN;
  }

  public static Direction of(Condition condition) {
    return condition == Condition.ABOVE ? UP : DOWN;
  }
}
