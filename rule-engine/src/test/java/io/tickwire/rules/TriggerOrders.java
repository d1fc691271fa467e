package io.tickwire.rules;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Repeat;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.TriggerAction;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Triggers with what the plain ones of {@link Engine} do without. */
final class TriggerOrders {
  private TriggerOrders() {}

  static RuleCommand.CreateTrigger expiring(RuleCommand.CreateTrigger order, long atMs) {
    return with(order, order.symbol(), atMs, order.repeat(), order.ocoGroup());
  }

  static RuleCommand.CreateTrigger repeating(
      RuleCommand.CreateTrigger order, long cooldownS, int hysteresisBp) {
    Repeat repeat = new Repeat(cooldownS, hysteresisBp);
    return with(order, order.symbol(), order.expiresAt(), repeat, order.ocoGroup());
  }

  static RuleCommand.CreateTrigger grouped(RuleCommand.CreateTrigger order, String group) {
    return with(order, order.symbol(), order.expiresAt(), order.repeat(), group);
  }

  static RuleCommand.CreateTrigger on(RuleCommand.CreateTrigger order, String symbol) {
    return with(order, symbol, order.expiresAt(), order.repeat(), order.ocoGroup());
  }

  /** May be true when it is created. */
  static RuleCommand.CreateTrigger immediate(RuleCommand.CreateTrigger order) {
    return new RuleCommand.CreateTrigger(
        order.id(),
        order.user(),
        order.symbol(),
        order.condition(),
        order.price(),
        order.triggerSource(),
        order.action(),
        order.expiresAt(),
        order.repeat(),
        order.ocoGroup(),
        true,
        order.clientId());
  }

  static RuleCommand.CreateTrigger onBidAsk(String user, Condition condition, String price) {
    return by(PriceSource.BID_ASK, Engine.alert(user, condition, price));
  }

  static RuleCommand.CreateTrigger openOnMark(
      String user, Condition condition, String price, TriggerAction.Open open) {
    return by(PriceSource.MARK, openAt(user, condition, price, open));
  }

  private static RuleCommand.CreateTrigger by(PriceSource source, RuleCommand.CreateTrigger order) {
    return new RuleCommand.CreateTrigger(
        order.id(),
        order.user(),
        order.symbol(),
        order.condition(),
        order.price(),
        source,
        order.action(),
        null,
        null,
        null,
        false,
        null);
  }

  static RuleCommand.CreateTrigger openAt(
      String user, Condition condition, String price, TriggerAction.Open open) {
    return Engine.trigger(user, condition, price, new TriggerAction(open, null));
  }

  static BigDecimal d(String decimal) {
    return new BigDecimal(decimal);
  }

  private static RuleCommand.CreateTrigger with(
      RuleCommand.CreateTrigger order,
      String symbol,
      @Nullable Long expiresAt,
      @Nullable Repeat repeat,
      @Nullable String group) {
    return new RuleCommand.CreateTrigger(
        order.id(),
        order.user(),
        symbol,
        order.condition(),
        order.price(),
        order.triggerSource(),
        order.action(),
        expiresAt,
        repeat,
        group,
        order.allowImmediate(),
        order.clientId());
  }
}
