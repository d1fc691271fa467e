package io.tickwire.rules.partition;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.Trigger;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.store.StoredRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Which rules a position or trigger waits with. */
public final class Arming {
  private Arming() {}

  /** None for a position without stop and target. */
  public static List<Rule> rules(StoredRule stored, TickSize ticks) {
    Position position = stored.position();
    if (position == null) {
      Trigger trigger = stored.requireTrigger();
      Direction direction = Direction.of(trigger.condition());
      return List.of(
          rule(stored, ExecutionKind.TRIGGER, direction, ticks.toTicks(trigger.price())));
    }
    List<Rule> rules = new ArrayList<>(2);
    BigDecimal stop = position.stopLoss();
    if (stop != null) {
      Direction direction = Direction.ofStop(position.side());
      rules.add(rule(stored, ExecutionKind.STOP_LOSS, direction, ticks.toTicks(stop)));
    }
    BigDecimal target = position.takeProfit();
    if (target != null) {
      Direction direction = Direction.ofTarget(position.side());
      rules.add(rule(stored, ExecutionKind.TAKE_PROFIT, direction, ticks.toTicks(target)));
    }
    BigDecimal liquidation = position.liquidationPrice();
    if (liquidation != null) {
      rules.add(liquidation(stored, position, ticks.toTicks(liquidation)));
    }
    return rules;
  }

  /** Whatever the others watch, the venue liquidates by its mark price. */
  private static Rule liquidation(StoredRule stored, Position position, long thresholdTicks) {
    return new Rule(
        stored.id(),
        ExecutionKind.LIQUIDATION,
        PriceSource.MARK,
        Direction.ofStop(position.side()),
        thresholdTicks,
        stored.version(),
        stored.armedAtNs(),
        stored.order(),
        false);
  }

  private static Rule rule(
      StoredRule stored, ExecutionKind kind, Direction direction, long thresholdTicks) {
    Position position = stored.position();
    return new Rule(
        stored.id(),
        kind,
        position != null ? position.triggerSource() : stored.requireTrigger().triggerSource(),
        direction,
        thresholdTicks,
        stored.version(),
        stored.armedAtNs(),
        stored.order(),
        position != null
            ? Rule.closesOnAsk(position.side())
            : triggersOnAsk(stored.requireTrigger()));
  }

  /** Whether a trigger on {@code bid_ask} watches the ask. */
  public static boolean triggersOnAsk(Trigger trigger) {
    Side opens = trigger.action().open() == null ? null : trigger.action().open().side();
    return opens != null
        ? Rule.opensOnAsk(opens)
        : Rule.alertsOnAsk(Direction.of(trigger.condition()));
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
      return new Quote(trigger.triggerSource(), triggersOnAsk(trigger));
    }

    /** Nothing trades at the mark price. */
    private static PriceSource traded(PriceSource source) {
      return source == PriceSource.MARK ? PriceSource.LAST : source;
    }
  }
}
