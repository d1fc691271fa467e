package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.TickSize;
import io.tickwire.rules.book.Hits;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.RuleBook;
import java.util.List;

/** One price, where it has been lately, and the rules that wait for it. */
final class Watch {
  /** The newest tick. */
  final TickSlot now;

  final RuleBook book = new RuleBook();
  final RecentTicks recent;
  final PriceRange range;

  /** The price before the newest, zero when there was none. */
  private long beforeFloorTicks;

  private long beforeCeilTicks;

  Watch(PriceSource source, TickSize tickSize) {
    now = new TickSlot(source, tickSize);
    recent = new RecentTicks(source);
    range = new PriceRange(source, tickSize);
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
    long floorTicks = now.isKnown() ? now.floorTicks() : 0;
    long ceilTicks = now.isKnown() ? now.ceilTicks() : 0;
    if (!now.set(sequence, digits, scale, exchangeTimeNs, receivedNs, recovered)) {
      return false;
    }
    beforeFloorTicks = floorTicks;
    beforeCeilTicks = ceilTicks;
    recent.add(now);
    range.add(now);
    return true;
  }

  /** The close of a candle is the newest price from now on. */
  void moveToClose(TickSlot close) {
    beforeFloorTicks = now.isKnown() ? now.floorTicks() : 0;
    beforeCeilTicks = now.isKnown() ? now.ceilTicks() : 0;
    now.copy(close);
    recent.addClose(close);
  }

  /** Goes on from a checkpoint; what came before its newest price is not known here. */
  void restore(Checkpoint.Passed passed) {
    if (!now.set(passed.newest())) {
      throw new IllegalArgumentException("impossible price in a checkpoint: " + passed.newest());
    }
    recent.forgetUpTo(passed.newest().exchangeTimeNs() - 1);
    Long sequence = passed.sequence();
    if (passed.isClose()) {
      recent.addClose(now, sequence == null ? Long.MIN_VALUE : sequence);
    } else {
      recent.add(now);
    }
    range.restore(passed.high());
    range.restore(passed.low());
  }

  /**
   * What others have evaluated and rules that come from now on have to be played. While no tick has
   * come, it only says since when all are there.
   *
   * @param older ticks in order of time, all there are between {@code sinceNs} and what is held
   */
  void remember(List<PricePoint> older, long sinceNs, TickSize tickSize) {
    if (recent.size() == 0) {
      recent.holdSince(sinceNs); // they will be evaluated
      return;
    }
    TickSlot tick = new TickSlot(recent.source(), tickSize);
    for (int i = older.size() - 1; i >= 0; i--) {
      PricePoint point = older.get(i);
      if (recent.isBeforeAll(point.sequence()) && tick.set(point) && !recent.prepend(tick)) {
        recent.holdSince(recent.timeNs(0) + 1);
        return;
      }
    }
    recent.holdSince(sinceNs);
  }

  /** Where the way to the newest price met a rule. */
  long metAt(Hits<Rule> hits, int index) {
    return Reached.metAt(
        hits.direction(index),
        hits.thresholdTicks(index),
        now.floorTicks(),
        now.ceilTicks(),
        beforeFloorTicks,
        beforeCeilTicks);
  }

  /** Puts a rule back that was reached and does not fire. */
  void putBack(Reached reached) {
    book.putBack(reached.rule(), reached.direction(), reached.extremeTicks());
  }
}
