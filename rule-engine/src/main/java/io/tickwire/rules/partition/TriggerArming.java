package io.tickwire.rules.partition;

import io.tickwire.common.market.Side;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Trigger;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import java.util.List;

/** What a trigger waits for. Pure. */
final class TriggerArming {
  private TriggerArming() {}

  static List<Rule> rules(StoredRule stored, RuleState state, TickSize ticks) {
    Trigger trigger = stored.requireTrigger();
    if (isCrossing(trigger.condition()) || state.fired() > 0) {
      return List.of(); // TODO(trig): crossings, expiry and re-arming need the rule's wait
    }
    return List.of(
        new Rule(
            stored.id(),
            ExecutionKind.TRIGGER,
            trigger.triggerSource(),
            trigger.condition() == Condition.ABOVE ? Direction.UP : Direction.DOWN,
            ticks.toTicks(trigger.price()),
            stored.version(),
            stored.armedAtNs(),
            stored.order(),
            watchesAsk(trigger)));
  }

  private static boolean isCrossing(Condition condition) {
    return condition != Condition.ABOVE && condition != Condition.BELOW;
  }

  /**
   * Whether a trigger on {@code bid_ask} watches the ask: one that opens, the side it would trade
   * at; an alert on a rise the bid, on a fall the ask; on either the bid.
   */
  static boolean watchesAsk(Trigger trigger) {
    Side opens = trigger.action().open() == null ? null : trigger.action().open().side();
    if (opens != null) {
      return Rule.opensOnAsk(opens);
    }
    return switch (trigger.condition()) {
      case ABOVE, CROSSES_UP, CROSSES -> Rule.alertsOnAsk(Direction.UP);
      case BELOW, CROSSES_DOWN -> Rule.alertsOnAsk(Direction.DOWN);
    };
  }
}
