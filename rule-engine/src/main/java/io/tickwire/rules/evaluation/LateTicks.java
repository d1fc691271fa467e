package io.tickwire.rules.evaluation;

import io.tickwire.rules.book.Hits;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Wait;
import java.util.ArrayList;
import java.util.List;

/**
 * Ticks that come after newer ones. Each is tested against the rules as they stood at its place in
 * the sequence. Where it would have changed how a rule waits, the ticks after it are played to that
 * rule again, and it fires at the one that then reaches it. The newest price stays the newest.
 */
final class LateTicks {
  private final Candles candles;
  private final Playback playback;

  LateTicks(Candles candles, Playback playback) {
    this.candles = candles;
    this.playback = playback;
  }

  /**
   * @param tick that is not among the recent ones
   * @return what it reached, then what those after it did
   */
  List<Reached> onTick(Watch watch, boolean isTrade, TickSlot tick) {
    int position = watch.recent.insert(tick);
    watch.range.add(tick);
    Hits<Rule> hits =
        watch.book.onLatePrice(
            tick.floorTicks(),
            tick.ceilTicks(),
            tick.exchangeTimeNs(),
            watch.recent.lowestAfter(position),
            watch.recent.highestAfter(position));
    List<Rule> undecided = hits.undecided();
    if (hits.isEmpty() && undecided.isEmpty()) {
      return List.of();
    }
    boolean maybeCandle = isTrade && tick.exchangeTimeNs() < candles.evaluatedUpToNs();
    Hindsight then = Hindsight.ofTick(watch.recent, position, maybeCandle);
    List<Reached> reached = new ArrayList<>();
    List<Reached> notThen = new ArrayList<>();
    for (int i = 0; i < hits.size(); i++) {
      Reached one = Reached.of(hits, i, tick.requirePoint(), 0, true);
      long threshold = then.thresholdTicks(one, tick.floorTicks(), tick.ceilTicks());
      if (threshold == 0) {
        notThen.add(one);
      } else {
        reached.add(one.at(threshold, metAt(watch.recent, position, one, threshold, tick)));
      }
    }
    notThen.forEach(watch::putBack);
    for (Rule rule : undecided) {
      Wait standing = watch.book.standing(rule);
      Wait before = standing == null ? null : then.standing(rule, standing);
      if (before != null) {
        playback.playOn(watch, position, tick, rule, before, reached);
      }
    }
    reached.sort(Reached.TIME_ORDER);
    return reached;
  }

  private static long metAt(
      RecentTicks recent, int position, Reached one, long threshold, TickSlot tick) {
    boolean isFirst = position <= 0;
    return Reached.metAt(
        one.direction(),
        threshold,
        tick.floorTicks(),
        tick.ceilTicks(),
        isFirst ? 0 : recent.floorTicks(position - 1),
        isFirst ? 0 : recent.ceilTicks(position - 1));
  }
}
