package io.tickwire.rules.partition;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.Trigger;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.evaluation.PricePoint;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Which rules a position or trigger waits with. */
public final class Arming {
  /**
   * By how much an exchange's clock may be behind an engine's, with the time a trade is on its way
   * to it.
   */
  private static final long CLOCKS_APART_MS = 10_000;

  private Arming() {}

  /**
   * The exchange time from which ticks concern what is accepted now: that of the newest one known
   * of what it watches. Where none is known, the engine's clock says it, early enough for the first
   * tick that comes now: a history that is told later may reach far back.
   *
   * @param newest null when none is known
   * @param nowMs epoch milliseconds
   * @return epoch nanoseconds, never 0
   */
  public static long sinceNs(@Nullable PricePoint newest, long nowMs) {
    return newest != null
        ? newest.exchangeTimeNs()
        : TimeUnit.MILLISECONDS.toNanos(Math.max(1, nowMs - CLOCKS_APART_MS));
  }

  /** As nothing has fired yet. */
  public static List<Rule> rules(StoredRule stored, TickSize ticks) {
    return rules(stored, RuleState.fresh(LiveStatus.OPEN, stored.version()), ticks);
  }

  /**
   * @param state says what has fired of it already
   */
  public static List<Rule> rules(StoredRule stored, RuleState state, TickSize ticks) {
    Position position = stored.position();
    return position != null
        ? PositionArming.rules(stored, position, state, ticks)
        : TriggerArming.rules(stored, state, ticks);
  }

  /** Which of an instrument's prices is meant. */
  public record Quote(PriceSource source, boolean ask) {
    /** What opens a position. */
    public static Quote toOpen(Side side, PriceSource source) {
      return new Quote(traded(source), Rule.opensOnAsk(side));
    }

    /** What closes it. */
    public static Quote toClose(Position position) {
      return new Quote(traded(position.triggerSource()), Rule.closesOnAsk(position.side()));
    }

    /** What its stop and target watch. */
    public static Quote watchedBy(Position position) {
      return watchedBy(position.side(), position.triggerSource());
    }

    /** What stop and target of a position to open would watch. */
    public static Quote watchedBy(Side side, PriceSource source) {
      return new Quote(source, Rule.closesOnAsk(side));
    }

    /** What a trigger watches. */
    public static Quote watchedBy(Trigger trigger) {
      return new Quote(trigger.triggerSource(), TriggerArming.watchesAsk(trigger));
    }

    /** Nothing trades at the mark price. */
    private static PriceSource traded(PriceSource source) {
      return source == PriceSource.MARK ? PriceSource.LAST : source;
    }
  }
}
