package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.TickSize;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Trail;
import io.tickwire.rules.book.Wait;
import org.jspecify.annotations.Nullable;

/** The trades of a span as four prices. All of them carry the time of its beginning. */
final class Candle {
  private static final long NS_PER_MS = 1_000_000;

  /** The sequence of its prices. */
  final long startMs;

  final long startNs;

  /** Exclusive. */
  final long endNs;

  final TickSlot open;
  final TickSlot high;
  final TickSlot low;
  final TickSlot close;

  private Candle(TickSize tickSize, long startNs, long endNs) {
    this.startMs = startNs / NS_PER_MS;
    this.startNs = startNs;
    this.endNs = endNs;
    open = new TickSlot(PriceSource.LAST, tickSize);
    high = new TickSlot(PriceSource.LAST, tickSize);
    low = new TickSlot(PriceSource.LAST, tickSize);
    close = new TickSlot(PriceSource.LAST, tickSize);
  }

  /**
   * @param prices open, high, low and close
   * @return null when they are impossible or contradict each other
   */
  static @Nullable Candle of(
      TickSize tickSize, long startNs, long spanMs, long readNs, int scale, long[] prices) {
    if (spanMs <= 0 || spanMs > (Long.MAX_VALUE - Math.max(0, startNs)) / NS_PER_MS) {
      return null;
    }
    Candle candle = new Candle(tickSize, startNs, startNs + spanMs * NS_PER_MS);
    boolean countable =
        candle.open.set(candle.startMs, prices[0], scale, startNs, readNs, true)
            && candle.high.set(candle.startMs, prices[1], scale, startNs, readNs, true)
            && candle.low.set(candle.startMs, prices[2], scale, startNs, readNs, true)
            && candle.close.set(candle.startMs, prices[3], scale, startNs, readNs, true);
    long inner = Math.min(prices[0], prices[3]);
    long outer = Math.max(prices[0], prices[3]);
    return countable && prices[2] <= inner && prices[1] >= outer ? candle : null;
  }

  /**
   * Where a trailing stop stands after it that had not begun before it. The first price that meets
   * the activation begins, the open or the activation itself; then those prices count that are
   * known to have followed.
   *
   * @return 0 when it has not begun
   */
  long begun(Wait.Trailing trailing) {
    Trail trail = trailing.trail();
    Wait.Activation activation = trailing.activation();
    boolean up = trail.direction() == Direction.DOWN;
    TickSlot favourable = up ? high : low;
    if (activation == null || activation.isMet(open.floorTicks(), open.ceilTicks())) {
      return trail.follow(0, favourable.floorTicks(), favourable.ceilTicks());
    }
    boolean rises = activation.direction() == Direction.UP;
    TickSlot towards = rises ? high : low;
    if (!activation.isMet(towards.floorTicks(), towards.ceilTicks())) {
      return 0;
    }
    return rises == up
        ? trail.follow(0, favourable.floorTicks(), favourable.ceilTicks())
        : trail.follow(activation.ticks(), close.floorTicks(), close.ceilTicks());
  }

  /** Where a trailing stop stands after it that followed before it. */
  long drawn(Rule rule, long extremeTicks) {
    if (!(rule.waitsFor() instanceof Wait.Trailing trailing)) {
      return extremeTicks;
    }
    Trail trail = trailing.trail();
    return trail.follow(
        trail.follow(extremeTicks, high.floorTicks(), high.ceilTicks()),
        low.floorTicks(),
        low.ceilTicks());
  }
}
