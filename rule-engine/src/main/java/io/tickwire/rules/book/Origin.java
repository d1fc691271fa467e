package io.tickwire.rules.book;

/** Where a crossing comes from. */
public enum Origin {
  /** No price known yet, or exactly at the threshold: the first one strictly beside it decides. */
  NONE,
  BELOW,
  ABOVE;

  /** From where a price comes that crosses in a direction. */
  public static Origin before(Direction direction) {
    return direction == Direction.UP ? BELOW : ABOVE;
  }

  /**
   * The side on which a price lies.
   *
   * @param floorTicks the tick at or below the price; with {@code ceilTicks} zero when none is
   *     known
   * @param ceilTicks the tick at or above the price
   */
  public static Origin of(long floorTicks, long ceilTicks, long thresholdTicks) {
    if (ceilTicks <= 0) {
      return NONE;
    }
    if (floorTicks < thresholdTicks) {
      return BELOW;
    }
    return ceilTicks > thresholdTicks ? ABOVE : NONE;
  }
}
