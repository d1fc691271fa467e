package io.tickwire.rules.evaluation;

import io.tickwire.rules.book.Origin;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Wait;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a checkpoint holds off the prices, and puts it back. */
final class Checkpoints {
  /** That all crossings are told of while no price is known. */
  private static final long BEYOND_ALL_TICKS = Long.MAX_VALUE - Integer.MAX_VALUE;

  private Checkpoints() {}

  static Checkpoint take(
      Watches watches, SequenceGate trades, SequenceGate marks, SequenceGate quotes) {
    return new Checkpoint(
        take(watches.last, trades),
        take(watches.mark, marks),
        take(watches.bid, quotes),
        take(watches.ask, quotes));
  }

  private static Checkpoint.@Nullable Passed take(Watch watch, SequenceGate gate) {
    PricePoint newest = watch.now.point();
    if (newest == null) {
      return null;
    }
    Checkpoint.Passed passed =
        new Checkpoint.Passed(
            gate.isOpen() ? gate.newest() : null, newest, watch.range.high(), watch.range.low());
    watch.range.begin();
    return passed;
  }

  static void restore(
      Checkpoint from,
      Watches watches,
      SequenceGate trades,
      SequenceGate marks,
      SequenceGate quotes) {
    restore(from.last(), watches.last, trades);
    restore(from.mark(), watches.mark, marks);
    restore(from.bid(), watches.bid, quotes);
    restore(from.ask(), watches.ask, quotes);
  }

  private static void restore(Checkpoint.@Nullable Passed passed, Watch watch, SequenceGate gate) {
    if (passed == null) {
      return;
    }
    Long sequence = passed.sequence();
    if (sequence != null && !gate.isPassed(sequence)) {
      gate.pass(sequence);
    }
    watch.restore(passed);
  }

  static List<TakenSide> sides(Watches watches) {
    List<TakenSide> sides = new ArrayList<>();
    for (Watch watch : watches.all) {
      TickSlot newest = watch.now;
      watch.book.forEachSided(
          newest.isKnown() ? newest.floorTicks() : BEYOND_ALL_TICKS,
          newest.isKnown() ? newest.ceilTicks() : 0,
          (rule, origin) -> {
            if (rule.waitsFor() instanceof Wait.Cross cross
                && cross.origin() != origin
                && !isTold(newest, rule, cross, origin)) {
              sides.add(
                  new TakenSide(
                      rule.ownerId(),
                      rule.kind(),
                      rule.index(),
                      rule.version(),
                      rule.armedAtNs(),
                      origin));
            }
          });
    }
    return sides;
  }

  /** Whether the newest price, which a checkpoint holds, gives the rule that side again. */
  private static boolean isTold(TickSlot newest, Rule rule, Wait.Cross cross, Origin origin) {
    return newest.isKnown()
        && newest.exchangeTimeNs() >= rule.armedAtNs()
        && cross.isOn(origin, newest.floorTicks(), newest.ceilTicks());
  }

  static List<TrailingExtreme> extremes(Watches watches, HeldRules held, Candles candles) {
    List<TrailingExtreme> extremes = new ArrayList<>();
    for (Watch watch : watches.all) {
      watch.book.forEachTrailing(
          (rule, extreme) ->
              extremes.add(
                  new TrailingExtreme(
                      rule.ownerId(),
                      rule.kind(),
                      rule.index(),
                      rule.version(),
                      candles.standing(rule, extreme))));
    }
    for (Reached one : held.all()) {
      if (one.extremeTicks() > 0) {
        extremes.add(
            new TrailingExtreme(
                one.rule().ownerId(),
                one.rule().kind(),
                one.rule().index(),
                one.rule().version(),
                one.extremeTicks()));
      }
    }
    return extremes;
  }
}
