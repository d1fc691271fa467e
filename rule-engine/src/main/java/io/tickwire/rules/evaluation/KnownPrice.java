package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.TickSize;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import org.jspecify.annotations.Nullable;

/**
 * The newest price of one kind, with its neighbouring ticks and those of the price before. Kept in
 * fields, so that a tick that fires nothing allocates nothing.
 */
final class KnownPrice {
  private final PriceSource source;
  private final TickSize tickSize;

  private boolean known;
  private long sequence;
  private long digits;
  private int scale;
  private long exchangeTimeNs;
  private long receivedNs;
  private boolean recovered;
  private long floorTicks;
  private long ceilTicks;
  private @Nullable PricePoint point;

  private boolean previousKnown;
  private long previousFloorTicks;
  private long previousCeilTicks;

  KnownPrice(PriceSource source, TickSize tickSize) {
    this.source = source;
    this.tickSize = tickSize;
  }

  /**
   * Takes the next price.
   *
   * @return false, and nothing changed, when it is not positive or not countable in ticks
   */
  boolean move(
      long sequence,
      long digits,
      int scale,
      long exchangeTimeNs,
      long receivedNs,
      boolean recovered) {
    if (digits <= 0) {
      return false;
    }
    long floor;
    long ceil;
    try {
      floor = tickSize.floor(digits, scale);
      ceil = tickSize.ceil(digits, scale);
    } catch (ArithmeticException overflow) {
      return false;
    }
    previousKnown = known;
    previousFloorTicks = floorTicks;
    previousCeilTicks = ceilTicks;
    known = true;
    floorTicks = floor;
    ceilTicks = ceil;
    this.sequence = sequence;
    this.digits = digits;
    this.scale = scale;
    this.exchangeTimeNs = exchangeTimeNs;
    this.receivedNs = receivedNs;
    this.recovered = recovered;
    point = null;
    return true;
  }

  boolean isKnown() {
    return known;
  }

  long exchangeTimeNs() {
    return exchangeTimeNs;
  }

  long floorTicks() {
    return floorTicks;
  }

  long ceilTicks() {
    return ceilTicks;
  }

  /** Whether this price concerns the rule and is at or beyond its threshold. */
  boolean reaches(Rule rule) {
    return known
        && exchangeTimeNs >= rule.armedAtNs()
        && (rule.direction() == Direction.UP
            ? floorTicks >= rule.thresholdTicks()
            : ceilTicks <= rule.thresholdTicks());
  }

  /**
   * Where a threshold that this price reached lies on the way to it; smaller is met earlier. It is
   * the distance from the previous price in ticks. The first price of all comes from the far side
   * of every threshold it reaches, so there the deepest one is met first.
   */
  long metAt(Rule rule) {
    long threshold = rule.thresholdTicks();
    if (!previousKnown) {
      return rule.direction() == Direction.UP ? threshold - floorTicks : ceilTicks - threshold;
    }
    return threshold >= previousCeilTicks
        ? threshold - previousCeilTicks
        : previousFloorTicks - threshold;
  }

  /** Null before the first price. */
  @Nullable PricePoint point() {
    if (point == null && known) {
      point =
          new PricePoint(source, sequence, digits, scale, exchangeTimeNs, receivedNs, recovered);
    }
    return point;
  }
}
