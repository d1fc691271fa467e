package io.tickwire.rules.evaluation;

import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Hits;
import io.tickwire.rules.book.Rule;
import java.util.Comparator;

/**
 * A rule that a price reached and that has left its book, before it is decided whether it fires.
 *
 * @param extremeTicks where a trailing stop stood, 0 of other rules
 * @param stage what comes first inside a candle; 0 for ticks
 * @param metAt where on the way to the tick its threshold lies; smaller is earlier
 */
record Reached(
    Rule rule,
    PricePoint tick,
    long thresholdTicks,
    Direction direction,
    long extremeTicks,
    int stage,
    long metAt,
    boolean late) {

  /** The order in which one tick or candle fires. */
  static final Comparator<Reached> PATH_ORDER =
      Comparator.comparingInt(Reached::stage)
          .thenComparingLong(Reached::metAt)
          .thenComparingLong((Reached reached) -> reached.rule.order())
          .thenComparing(reached -> reached.rule.ownerId())
          .thenComparingInt(reached -> rank(reached.rule.kind()))
          .thenComparingInt(reached -> reached.rule.index());

  /** The order in which ticks of the past fire. */
  static final Comparator<Reached> TIME_ORDER =
      Comparator.comparingLong((Reached reached) -> reached.tick.exchangeTimeNs())
          .thenComparing(PATH_ORDER);

  static Reached of(Hits<Rule> hits, int index, PricePoint tick, long metAt, boolean late) {
    return new Reached(
        hits.rule(index),
        tick,
        hits.thresholdTicks(index),
        hits.direction(index),
        hits.extremeTicks(index),
        0,
        metAt,
        late);
  }

  /** As it would have been with the stop somewhere else. */
  Reached at(long otherThresholdTicks, long otherMetAt) {
    return new Reached(
        rule, tick, otherThresholdTicks, direction, extremeTicks, stage, otherMetAt, late);
  }

  /** The same, decided after later ticks had come. */
  Reached asLate() {
    return new Reached(rule, tick, thresholdTicks, direction, extremeTicks, stage, metAt, true);
  }

  /** Held until a tick at which it may fire: before all that this tick reaches. */
  Reached freed(PricePoint newTick, int place) {
    return new Reached(rule, newTick, thresholdTicks, direction, extremeTicks, -1, place, late);
  }

  /** At its place in a candle: what closes against its owner first, then what the open reached. */
  Reached inCandle(PricePoint where, long stopTicks, boolean isInside, long place) {
    int newStage = (isAdverse(rule.kind()) ? 0 : 2) + (isInside ? 1 : 0);
    return new Reached(rule, where, stopTicks, direction, extremeTicks, newStage, place, late);
  }

  boolean isExpired() {
    return rule.expiresAtNs() != 0 && tick.exchangeTimeNs() >= rule.expiresAtNs();
  }

  /**
   * Where a threshold lies on the way to a price; smaller is met earlier. It is the distance from
   * the price before in whole ticks. The first price of all comes from the far side of every
   * threshold it reaches, so there the deepest one is met first.
   *
   * @param beforeCeilTicks zero when no price was known before
   */
  static long metAt(
      Direction direction,
      long thresholdTicks,
      long floorTicks,
      long ceilTicks,
      long beforeFloorTicks,
      long beforeCeilTicks) {
    if (beforeCeilTicks <= 0) {
      return direction == Direction.UP ? thresholdTicks - floorTicks : ceilTicks - thresholdTicks;
    }
    return thresholdTicks >= beforeCeilTicks
        ? thresholdTicks - beforeCeilTicks
        : beforeFloorTicks - thresholdTicks;
  }

  /** Whether it closes a position against its owner. */
  static boolean isAdverse(ExecutionKind kind) {
    return rank(kind) <= rank(ExecutionKind.TRAILING_STOP);
  }

  /** What comes first where nothing else decides: the worst for its owner. */
  private static int rank(ExecutionKind kind) {
    return switch (kind) {
      case LIQUIDATION -> 0;
      case STOP_LOSS -> 1;
      case TRAILING_STOP -> 2;
      case TAKE_PROFIT -> 3;
      case TRIGGER -> 4;
      case USER -> 5;
    };
  }
}
