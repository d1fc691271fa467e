package io.tickwire.rules.evaluation;

import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Origin;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Wait;
import org.jspecify.annotations.Nullable;

/**
 * How a rule stood at a moment of the past, as far as the recent ticks tell: a tick of that moment
 * must not fire a trailing stop at where later ticks have drawn it, nor a crossing that got its
 * side later.
 *
 * <p>A rule stood as it stands now unless something that came after that moment may have brought it
 * there. Then the ticks before that moment decide; where they are no longer known, the stop counts
 * as less far and the side as not taken, so that nothing fires that might not have.
 */
final class Hindsight {
  private final RecentTicks recent;
  private final int position;
  private final long momentNs;
  private final boolean byTime;
  private final boolean maybeCandle;

  private Hindsight(
      RecentTicks recent, int position, long momentNs, boolean byTime, boolean maybeCandle) {
    this.recent = recent;
    this.position = position;
    this.momentNs = momentNs;
    this.byTime = byTime;
    this.maybeCandle = maybeCandle;
  }

  /**
   * @param position of the tick, -1 when it is older than what is known
   * @param maybeCandle whether a candle that ended later has been evaluated
   */
  static Hindsight ofTick(RecentTicks recent, int position, boolean maybeCandle) {
    return new Hindsight(recent, position, 0, false, maybeCandle || position < 0);
  }

  /** Before a candle that began then. */
  static Hindsight ofCandle(RecentTicks recent, long startNs, boolean maybeCandle) {
    boolean maybeForgotten = !recent.reachesBackTo(startNs);
    return new Hindsight(recent, -1, startNs, true, maybeCandle || maybeForgotten);
  }

  private boolean isBefore(int i) {
    return byTime ? recent.timeNs(i) < momentNs : i < position;
  }

  private boolean isAfter(int i) {
    return byTime ? recent.timeNs(i) >= momentNs : i > position;
  }

  private boolean concerns(int i, Rule rule) {
    return recent.timeNs(i) >= rule.armedAtNs();
  }

  /**
   * Where the stop or threshold was that the price has reached; 0 when it had not been reached
   * then.
   */
  long thresholdTicks(Reached reached, long floorTicks, long ceilTicks) {
    Rule rule = reached.rule();
    if (rule.waitsFor() instanceof Wait.Cross cross) {
      return hadSide(rule, cross, reached.direction()) ? reached.thresholdTicks() : 0;
    }
    if (rule.waitsFor() instanceof Wait.Trailing trailing) {
      if (!madeLater(rule, trailing, reached.extremeTicks())) {
        return reached.thresholdTicks();
      }
      long extreme = extremeBefore(rule, trailing);
      long stop = extreme == 0 ? 0 : trailing.trail().stopTicks(extreme);
      return stop > 0 && reached.direction().isReached(floorTicks, ceilTicks, stop) ? stop : 0;
    }
    return reached.thresholdTicks();
  }

  private boolean madeLater(Rule rule, Wait.Trailing trailing, long extremeTicks) {
    if (maybeCandle) {
      return true;
    }
    for (int i = recent.size() - 1; i >= 0; i--) {
      if (isAfter(i) && concerns(i, rule)) {
        long floor = recent.floorTicks(i);
        long made = trailing.trail().follow(0, floor, recent.ceilTicks(i));
        if (trailing.trail().further(extremeTicks, made) == made) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * How a rule waited then that waits like this now.
   *
   * @return null when that cannot be told
   */
  @Nullable Wait standing(Rule rule, Wait now) {
    if (!(now instanceof Wait.Trailing trailing) || trailing.extremeTicks() == 0) {
      return now; // what waits for its beginning has waited all the time
    }
    Wait.Trailing armed = (Wait.Trailing) rule.waitsFor();
    if (!madeLater(rule, armed, trailing.extremeTicks())) {
      return now;
    }
    return armed.activation() == null || wasActive(rule, armed)
        ? new Wait.Trailing(armed.trail(), armed.activation(), extremeBefore(rule, armed))
        : null;
  }

  /** Whether a stop that waited for an activation had met it by then, as far as can be told. */
  private boolean wasActive(Rule rule, Wait.Trailing armed) {
    Wait.Activation activation = armed.activation();
    for (int i = 0; i < recent.size(); i++) {
      if (isBefore(i)
          && (armed.extremeTicks() > 0
              || activation == null
              || (concerns(i, rule)
                  && activation.isMet(recent.floorTicks(i), recent.ceilTicks(i))))) {
        return true;
      }
    }
    return false;
  }

  private long extremeBefore(Rule rule, Wait.Trailing trailing) {
    if (!byTime && position < 0 && trailing.extremeTicks() > 0) {
      return 0; // where it stood when it came here may be later
    }
    Wait.Activation activation = trailing.activation();
    long extreme = trailing.extremeTicks();
    for (int i = 0; i < recent.size(); i++) {
      if (isBefore(i) && concerns(i, rule)) {
        extreme = followed(trailing, activation, extreme, i);
      }
    }
    return extreme;
  }

  private long followed(
      Wait.Trailing trailing, Wait.@Nullable Activation activation, long extreme, int i) {
    long floor = recent.floorTicks(i);
    long ceil = recent.ceilTicks(i);
    boolean follows = extreme > 0 || activation == null || activation.isMet(floor, ceil);
    return follows ? trailing.trail().follow(extreme, floor, ceil) : extreme;
  }

  private boolean hadSide(Rule rule, Wait.Cross cross, Direction direction) {
    Origin side = Origin.before(direction);
    if (cross.origin() == side) {
      return true;
    }
    boolean maybeLater = maybeCandle;
    for (int i = 0; i < recent.size(); i++) {
      if (concerns(i, rule) && cross.isOn(side, recent.floorTicks(i), recent.ceilTicks(i))) {
        if (isBefore(i)) {
          return true;
        }
        maybeLater |= isAfter(i);
      }
    }
    return !maybeLater;
  }
}
