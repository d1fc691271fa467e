package io.tickwire.rules.partition;

import io.tickwire.common.market.Side;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Repeat;
import io.tickwire.common.wire.Trigger;
import io.tickwire.rules.book.Crossing;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Origin;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Wait;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a trigger waits for. Pure. */
final class TriggerArming {
  private static final BigDecimal WHOLE_BP = BigDecimal.valueOf(10_000);

  private TriggerArming() {}

  static List<Rule> rules(StoredRule stored, RuleState state, TickSize ticks) {
    Trigger trigger = stored.requireTrigger();
    Repeat repeat = trigger.repeat();
    return List.of(
        repeat == null || state.fired() == 0
            ? rule(stored, first(stored, trigger, ticks), stored.armedAtNs())
            : rule(stored, again(trigger, repeat, ticks), cooledDownNs(state, repeat)));
  }

  private static Rule rule(StoredRule stored, Wait wait, long armedAtNs) {
    Trigger trigger = stored.requireTrigger();
    return new Rule(
        stored.id(),
        ExecutionKind.TRIGGER,
        0,
        trigger.triggerSource(),
        wait,
        stored.version(),
        armedAtNs,
        expiresAtNs(trigger),
        stored.order(),
        watchesAsk(trigger),
        false,
        0);
  }

  private static Wait first(StoredRule stored, Trigger trigger, TickSize ticks) {
    long thresholdTicks = ticks.toTicks(trigger.price());
    return switch (trigger.condition()) {
      case ABOVE -> new Wait.Level(Direction.UP, thresholdTicks);
      case BELOW -> new Wait.Level(Direction.DOWN, thresholdTicks);
      case CROSSES_UP, CROSSES_DOWN, CROSSES ->
          new Wait.Cross(
              crossing(trigger.condition()), thresholdTicks, 1, origin(stored, trigger, ticks));
    };
  }

  /** On which side of the threshold the price was that the command was accepted at. */
  private static Origin origin(StoredRule stored, Trigger trigger, TickSize ticks) {
    BigDecimal armedPrice = stored.armedPrice();
    if (armedPrice == null) {
      return Origin.NONE;
    }
    long digits = armedPrice.unscaledValue().longValueExact();
    return Origin.of(
        ticks.floor(digits, armedPrice.scale()),
        ticks.ceil(digits, armedPrice.scale()),
        ticks.toTicks(trigger.price()));
  }

  /** After a firing even a level waits for a fresh cross. */
  private static Wait again(Trigger trigger, Repeat repeat, TickSize ticks) {
    long thresholdTicks = ticks.toTicks(trigger.price());
    long backTicks =
        BigDecimal.valueOf(thresholdTicks)
            .multiply(BigDecimal.valueOf(repeat.hysteresisBp()))
            .divide(WHOLE_BP, 0, RoundingMode.CEILING)
            .longValueExact();
    return new Wait.Cross(
        crossing(trigger.condition()), thresholdTicks, Math.max(1, backTicks), Origin.NONE);
  }

  private static Crossing crossing(Condition condition) {
    return switch (condition) {
      case ABOVE, CROSSES_UP -> Crossing.UP;
      case BELOW, CROSSES_DOWN -> Crossing.DOWN;
      case CROSSES -> Crossing.EITHER;
    };
  }

  /** Redis's clock may be behind the exchange's: the tick that fired it is over all the same. */
  private static long cooledDownNs(RuleState state, Repeat repeat) {
    long cooledNs =
        TimeUnit.MICROSECONDS.toNanos(state.committedUs())
            + TimeUnit.SECONDS.toNanos(repeat.cooldownS());
    return Math.max(cooledNs, state.firedOnNs() + 1);
  }

  private static long expiresAtNs(Trigger trigger) {
    Long expiresAt = trigger.expiresAt();
    return expiresAt == null ? 0 : TimeUnit.MILLISECONDS.toNanos(expiresAt);
  }

  /** Which way a hit crossed; null for a level, whose condition says it. */
  static @Nullable Condition crossed(Rule rule, Direction direction) {
    if (rule.waitsFor() instanceof Wait.Cross) {
      return direction == Direction.UP ? Condition.CROSSES_UP : Condition.CROSSES_DOWN;
    }
    return null;
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
