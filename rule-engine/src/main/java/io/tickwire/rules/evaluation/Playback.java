package io.tickwire.rules.evaluation;

import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Hits;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.RuleBook;
import io.tickwire.rules.book.Wait;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arms rules as they stand by now: the recent ticks that concern them are played to them in order,
 * as if they had waited since they were accepted.
 *
 * <p>Where the recent ticks do not reach back that far, the high and low since the last checkpoint
 * stand for those that are missing, when they are of a time that concerns the rule: a level that
 * they reached is late, a trailing stop is drawn along. A crossing and a trailing stop that waits
 * for its activation take nothing from them, as their order is unknown: a high may have come
 * before.
 */
final class Playback {
  private final Watches watches;
  private final HeldRules held;

  /** The rules of one owner while ticks are played to them. */
  private final RuleBook stage = new RuleBook();

  Playback(Watches watches, HeldRules held) {
    this.watches = watches;
    this.held = held;
  }

  /**
   * @param rules of one owner; in the books afterwards, but for those returned
   * @return what the past ticks reached, in order of their time
   */
  List<Reached> arm(List<Rule> rules) {
    List<Reached> reached = new ArrayList<>();
    for (Watch watch : watches.all) {
      List<Rule> here = new ArrayList<>(rules.size());
      long sinceNs = Long.MAX_VALUE;
      for (Rule rule : rules) {
        if (watches.of(rule) == watch) {
          here.add(rule);
          sinceNs = Math.min(sinceNs, rule.armedAtNs());
        }
      }
      if (!here.isEmpty()) {
        arm(watch, here, sinceNs, reached);
      }
    }
    reached.sort(Reached.TIME_ORDER);
    return reached;
  }

  private void arm(Watch watch, List<Rule> rules, long sinceNs, List<Reached> reached) {
    int first = watch.recent.firstSince(sinceNs);
    if (first == watch.recent.size() && watch.recent.reachesBackTo(sinceNs)) {
      rules.forEach(watch.book::arm);
      return;
    }
    boolean isOver = false;
    for (Rule rule : rules) {
      boolean isMissing = !watch.recent.reachesBackTo(rule.armedAtNs());
      Reached late = isMissing ? byRange(watch, rule) : null;
      if (late == null) {
        stage.arm(rule, isMissing ? drawnByRange(watch, rule) : rule.waitsFor());
      } else {
        reached.add(late);
        isOver |= !rule.partial();
      }
    }
    if (!isOver) {
      play(watch, first, true, reached);
    }
    for (Rule rule : rules) {
      Wait standing = stage.standing(rule);
      if (standing != null) {
        watch.book.arm(rule, standing);
      }
    }
    stage.disarm(rules.get(0).ownerId());
  }

  /**
   * Plays a late tick, and those after it, to a rule of the book as it stood before. Afterwards it
   * stands as they leave it, or is among what was reached.
   *
   * @param position of the late tick among the recent ones, -1 before all of them
   */
  void playOn(
      Watch watch, int position, TickSlot late, Rule rule, Wait before, List<Reached> reached) {
    stage.arm(rule, before);
    List<Reached> met = new ArrayList<>();
    Hits<Rule> atOnce = stage.onPrice(late.floorTicks(), late.ceilTicks(), late.exchangeTimeNs());
    if (atOnce.isEmpty() && !before.equals(stage.standing(rule))) {
      play(watch, position + 1, false, met);
    }
    if (met.isEmpty()) {
      settle(watch, late, rule, stage.standing(rule));
    } else {
      watch.book.take(rule);
      met.forEach(one -> reached.add(one.asLate()));
    }
    stage.disarm(rule.ownerId());
  }

  /** A stop that followed before has been drawn by the later ticks; one that did not begins now. */
  private static void settle(Watch watch, TickSlot late, Rule rule, @Nullable Wait after) {
    Wait now = watch.book.standing(rule);
    if (now instanceof Wait.Trailing trailing && trailing.extremeTicks() > 0) {
      long extremeTicks =
          trailing.trail().follow(trailing.extremeTicks(), late.floorTicks(), late.ceilTicks());
      watch.book.setExtreme(rule, extremeTicks);
    } else if (after != null) {
      watch.book.arm(rule, after);
    }
  }

  /**
   * @param closes whether closes of candles count; what has seen the candle needs them not
   */
  private void play(Watch watch, int first, boolean closes, List<Reached> reached) {
    RecentTicks recent = watch.recent;
    boolean isOver = false;
    for (int i = first; i < recent.size() && !isOver; i++) {
      if (!closes && recent.isClose(i)) {
        continue;
      }
      Hits<Rule> hits = stage.onPrice(recent.floorTicks(i), recent.ceilTicks(i), recent.timeNs(i));
      if (!hits.isEmpty()) {
        isOver = take(reachedAt(recent, i, hits), i == recent.size() - 1, reached);
      }
    }
  }

  private static List<Reached> reachedAt(RecentTicks recent, int i, Hits<Rule> hits) {
    PricePoint tick = recent.point(i);
    List<Reached> met = new ArrayList<>(hits.size());
    for (int hit = 0; hit < hits.size(); hit++) {
      long metAt =
          Reached.metAt(
              hits.direction(hit),
              hits.thresholdTicks(hit),
              recent.floorTicks(i),
              recent.ceilTicks(i),
              i == 0 ? 0 : recent.floorTicks(i - 1),
              i == 0 ? 0 : recent.ceilTicks(i - 1));
      met.add(Reached.of(hits, hit, tick, metAt, false));
    }
    return met;
  }

  /**
   * What was held or expired at a tick goes on waiting; at the newest tick it is told as well.
   *
   * @return whether the owner has fired
   */
  private boolean take(List<Reached> met, boolean isNewest, List<Reached> reached) {
    boolean isOver = false;
    for (Reached one : met) {
      boolean waits = one.isExpired() || held.mustHold(one.rule(), one.tick());
      if (waits && !(isNewest && !one.isExpired())) {
        stage.putBack(one.rule(), one.direction(), one.extremeTicks());
      } else {
        reached.add(one);
        isOver |= !waits && !one.rule().partial();
      }
    }
    return isOver;
  }

  /** A level that a past high or low reached; null when it still waits. */
  private @Nullable Reached byRange(Watch watch, Rule rule) {
    if (!(rule.waitsFor() instanceof Wait.Level level)) {
      return null;
    }
    boolean up = level.direction() == Direction.UP;
    TickSlot end = up ? watch.range.highest() : watch.range.lowest();
    if (!isMissed(watch, end, rule)
        || !level
            .direction()
            .isReached(end.floorTicks(), end.ceilTicks(), level.thresholdTicks())) {
      return null;
    }
    Reached late =
        new Reached(
            rule, end.requirePoint(), level.thresholdTicks(), level.direction(), 0, 0, 0, true);
    return late.isExpired() || held.mustHold(rule, late.tick()) ? null : late;
  }

  private static Wait drawnByRange(Watch watch, Rule rule) {
    if (!(rule.waitsFor() instanceof Wait.Trailing trailing) || trailing.activation() != null) {
      return rule.waitsFor();
    }
    boolean isLong = trailing.trail().direction() == Direction.DOWN;
    TickSlot end = isLong ? watch.range.highest() : watch.range.lowest();
    return isMissed(watch, end, rule)
        ? new Wait.Trailing(
            trailing.trail(),
            trailing.activation(),
            trailing.trail().follow(trailing.extremeTicks(), end.floorTicks(), end.ceilTicks()))
        : trailing;
  }

  /** Whether a tick concerns the rule and is not among those that are played. */
  private static boolean isMissed(Watch watch, TickSlot tick, Rule rule) {
    return tick.isKnown()
        && tick.exchangeTimeNs() >= rule.armedAtNs()
        && !watch.recent.contains(tick.sequence());
  }
}
