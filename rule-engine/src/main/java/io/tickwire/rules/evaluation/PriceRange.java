package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.TickSize;
import org.jspecify.annotations.Nullable;

/** The highest and lowest tick since the last checkpoint, each the first of its kind. */
final class PriceRange {
  private final PriceSource source;
  private final TickSize tickSize;
  private final TickSlot high;
  private final TickSlot low;

  PriceRange(PriceSource source, TickSize tickSize) {
    this.source = source;
    this.tickSize = tickSize;
    high = new TickSlot(source, tickSize);
    low = new TickSlot(source, tickSize);
  }

  void add(TickSlot tick) {
    if (!high.isKnown()) {
      high.copy(tick);
      low.copy(tick);
    } else if (place(tick) > place(high)) {
      high.copy(tick);
    } else if (place(tick) < place(low)) {
      low.copy(tick);
    }
  }

  /** Unsigned half ticks, so that the greatest price does not overflow. */
  private static long place(TickSlot tick) {
    return tick.floorTicks() + tick.ceilTicks() + Long.MIN_VALUE;
  }

  /** As it was at a checkpoint: call with the high, then with the low. */
  void restore(@Nullable PricePoint end) {
    TickSlot tick = new TickSlot(source, tickSize);
    if (end != null && tick.set(end)) {
      add(tick);
    }
  }

  void begin() {
    high.clear();
    low.clear();
  }

  TickSlot highest() {
    return high;
  }

  TickSlot lowest() {
    return low;
  }

  @Nullable PricePoint high() {
    return high.point();
  }

  @Nullable PricePoint low() {
    return low.point();
  }
}
