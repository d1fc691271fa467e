package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.TickSize;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Hits;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.RuleBook;
import io.tickwire.rules.book.Wait;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Recovered candles: the last price where no trades are known.
 *
 * <p>What a candle fires: everything between its low and its high that waits since before it began,
 * trailing stops where they stood then. What closes against its owner comes first, of all owners,
 * then the rest; of each what lies between the price before and the open, then by distance from the
 * open. It fills at the open when the candle opened at or beyond the threshold, else at the
 * threshold.
 *
 * <p>A crossing without a side takes that of the open, then of the low, then of the high, and fires
 * when the candle certainly crossed: from the open to low or high, or from low or high to the
 * close.
 *
 * <p>Trailing stops follow a candle only when its time is over, at the next candle or the first
 * trade that is not inside it: a candle often covers trades that come after it.
 */
final class Candles {
  private static final int REMEMBERED = 512;

  private final TickSize tickSize;
  private final Watch last;
  private final NavigableMap<Long, long[]> seen = new TreeMap<>();
  private long evaluatedUpToNs = Long.MIN_VALUE;

  /** Evaluated, and not followed yet. */
  private @Nullable Candle pending;

  /** Trailing stops that had not begun when it came. */
  private final Set<Rule> dormant = Collections.newSetFromMap(new IdentityHashMap<>());

  Candles(TickSize tickSize, Watch last) {
    this.tickSize = tickSize;
    this.last = last;
  }

  /** Up to where candles may have moved something that no tick tells. */
  long evaluatedUpToNs() {
    return evaluatedUpToNs;
  }

  /** Whether a candle of that beginning, as wide at least, has been evaluated; remembers it. */
  boolean isRepeated(Candle candle) {
    long low = place(candle.low);
    long high = place(candle.high);
    long[] known = seen.get(candle.startNs);
    if (known != null && known[0] <= low && known[1] >= high) {
      return true;
    }
    if (known == null && seen.size() == REMEMBERED) {
      seen.pollFirstEntry();
    }
    seen.put(
        candle.startNs,
        known == null
            ? new long[] {low, high}
            : new long[] {Math.min(low, known[0]), Math.max(high, known[1])});
    return false;
  }

  private static long place(TickSlot tick) {
    return tick.floorTicks() + tick.ceilTicks() + Long.MIN_VALUE;
  }

  /** What a candle reaches, in the order in which it is to fire. */
  List<Reached> onCandle(Candle candle) {
    settle();
    RuleBook book = last.book;
    long timeNs = candle.startNs;
    TickSlot low = candle.low;
    TickSlot high = candle.high;
    List<Reached> reached = new ArrayList<>();
    List<Reached> notThen = new ArrayList<>();
    takeSides(candle.open);
    Hindsight then = Hindsight.ofCandle(last.recent, timeNs, timeNs < evaluatedUpToNs);
    judge(book.fire(low.floorTicks(), low.ceilTicks(), timeNs), candle, then, reached, notThen);
    judge(book.fire(high.floorTicks(), high.ceilTicks(), timeNs), candle, then, reached, notThen);
    takeSides(low);
    takeSides(high);
    TickSlot close = candle.close;
    Hits<Rule> crossed = book.fire(close.floorTicks(), close.ceilTicks(), timeNs);
    for (int i = 0; i < crossed.size(); i++) {
      Reached one = Reached.of(crossed, i, candle.open.requirePoint(), 0, false);
      reached.add(inside(one, candle, one.thresholdTicks()));
    }
    notThen.forEach(last::putBack);
    reached.sort(Reached.PATH_ORDER);
    move(candle);
    return reached;
  }

  private void takeSides(TickSlot price) {
    last.book.takeSides(price.floorTicks(), price.ceilTicks(), price.exchangeTimeNs());
  }

  private void judge(
      Hits<Rule> hits,
      Candle candle,
      Hindsight then,
      List<Reached> reached,
      List<Reached> notThen) {
    for (int i = 0; i < hits.size(); i++) {
      Reached one = Reached.of(hits, i, candle.open.requirePoint(), 0, false);
      TickSlot end = one.direction() == Direction.UP ? candle.high : candle.low;
      long threshold = then.thresholdTicks(one, end.floorTicks(), end.ceilTicks());
      if (threshold == 0) {
        notThen.add(one);
      } else {
        reached.add(placed(one, candle, threshold));
      }
    }
  }

  private Reached placed(Reached one, Candle candle, long threshold) {
    TickSlot open = candle.open;
    if (!one.direction().isReached(open.floorTicks(), open.ceilTicks(), threshold)) {
      return inside(one, candle, threshold);
    }
    TickSlot before = last.now;
    long metAt =
        Reached.metAt(
            one.direction(),
            threshold,
            open.floorTicks(),
            open.ceilTicks(),
            before.isKnown() ? before.floorTicks() : 0,
            before.isKnown() ? before.ceilTicks() : 0);
    return one.inCandle(open.requirePoint(), threshold, false, metAt);
  }

  private Reached inside(Reached one, Candle candle, long threshold) {
    TickSlot open = candle.open;
    long metAt =
        Reached.metAt(one.direction(), threshold, 0, 0, open.floorTicks(), open.ceilTicks());
    BigDecimal price = tickSize.toPrice(threshold);
    PricePoint there =
        new PricePoint(
            PriceSource.LAST,
            candle.startMs,
            price.unscaledValue().longValueExact(),
            price.scale(),
            candle.startNs,
            open.receivedNs(),
            true);
    return one.inCandle(there, threshold, true, metAt);
  }

  /** The candle is the newest that is known of the last price, unless it is over since long. */
  private void move(Candle candle) {
    if (!last.now.isKnown() || candle.endNs > last.now.exchangeTimeNs()) {
      last.moveToClose(candle.close);
    }
    last.range.add(candle.high);
    last.range.add(candle.low);
    evaluatedUpToNs = Math.max(evaluatedUpToNs, candle.endNs);
    pending = candle;
    last.book.forEachTrailing(
        (rule, extreme) -> {
          if (extreme == 0 && rule.armedAtNs() <= candle.startNs) {
            dormant.add(rule);
          }
        });
  }

  /** Before a trade is evaluated. */
  void onTrade(long exchangeTimeNs) {
    Candle candle = pending;
    if (candle != null && exchangeTimeNs >= candle.endNs) {
      settle();
    }
  }

  private void settle() {
    Candle candle = pending;
    if (candle == null) {
      return;
    }
    IdentityHashMap<Rule, Long> begun = new IdentityHashMap<>();
    for (Rule rule : dormant) {
      long extreme = last.book.extremeTicks(rule);
      if (extreme >= 0) {
        begun.put(rule, standing(rule, extreme));
      }
    }
    draw(candle.high, candle.startNs);
    draw(candle.low, candle.startNs);
    begun.forEach(
        (rule, extreme) -> {
          if (extreme > 0) {
            last.book.setExtreme(rule, extreme);
          }
        });
    dormant.clear();
    pending = null;
  }

  private void draw(TickSlot price, long timeNs) {
    last.book.drawAlong(price.floorTicks(), price.ceilTicks(), timeNs);
  }

  /** Where a trailing stop stands when the candle is counted that it has not followed yet. */
  long standing(Rule rule, long extremeTicks) {
    Candle candle = pending;
    if (candle == null
        || rule.source() != PriceSource.LAST
        || rule.armedAtNs() > candle.startNs
        || !(rule.waitsFor() instanceof Wait.Trailing trailing)) {
      return extremeTicks;
    }
    if (dormant.contains(rule)) {
      return extremeTicks > 0 ? extremeTicks : candle.begun(trailing);
    }
    return extremeTicks > 0 ? candle.drawn(rule, extremeTicks) : 0;
  }
}
