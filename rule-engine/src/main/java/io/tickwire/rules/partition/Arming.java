package io.tickwire.rules.partition;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.Trigger;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import java.util.List;

/** Which rules a position or trigger waits with. */
public final class Arming {
  private Arming() {}

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
      return new Quote(position.triggerSource(), Rule.closesOnAsk(position.side()));
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
