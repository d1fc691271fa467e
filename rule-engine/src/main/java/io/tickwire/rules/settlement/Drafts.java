package io.tickwire.rules.settlement;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerAction;
import io.tickwire.rules.accounting.Contract;
import io.tickwire.rules.accounting.ExitCheck;
import io.tickwire.rules.accounting.Exits;
import io.tickwire.rules.accounting.OrderCheck;
import io.tickwire.rules.accounting.Refusal;
import io.tickwire.rules.store.Money;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Works out the position that an order would open, or why it would not. Pure, any thread. */
public final class Drafts {
  private Drafts() {}

  /** Either a position to open or a refusal. */
  public sealed interface Draft {
    /** Nothing is reserved yet. Amounts in 1e-8. */
    record Drafted(Position position, long marginE8, long feeE8) implements Draft {}

    record Refused(Refusal refusal) implements Draft {}
  }

  /**
   * What is asked for.
   *
   * @param price it opens at
   * @param openedAtMs epoch milliseconds
   */
  public record Order(
      String id,
      String user,
      Side side,
      BigDecimal quantity,
      BigDecimal leverage,
      Exits.Asked exits,
      PriceSource source,
      @Nullable Integer priceProtectionBp,
      boolean allowImmediate,
      @Nullable String clientId,
      BigDecimal price,
      long openedAtMs) {

    public static Order of(RuleCommand.OpenPosition open, BigDecimal price, long nowMs) {
      return new Order(
          open.id(),
          open.user(),
          open.side(),
          open.quantity(),
          open.leverage() == null ? BigDecimal.ONE : open.leverage(),
          new Exits.Asked(
              open.stopLoss(), open.takeProfit(), open.takeProfits(), open.trailingStop()),
          open.triggerSource() == null ? PriceSource.LAST : open.triggerSource(),
          open.priceProtectionBp(),
          open.allowImmediate(),
          open.clientId(),
          price,
          nowMs);
    }

    /** What an executed trigger opens; its stop and target watch the trigger's own source. */
    public static Order of(
        String id, Trigger trigger, TriggerAction.Open open, BigDecimal price, long nowMs) {
      return new Order(
          id,
          trigger.user(),
          open.side(),
          open.quantity(),
          open.leverage() == null ? BigDecimal.ONE : open.leverage(),
          new Exits.Asked(open.stopLoss(), open.takeProfit(), List.of(), null),
          trigger.triggerSource(),
          null,
          false,
          null,
          price,
          nowMs);
    }
  }

  public static Draft draft(Instrument instrument, Order order) {
    Refusal refusal = OrderCheck.source(instrument, order.source());
    if (refusal == null) {
      refusal = ExitCheck.protection(instrument, order.source(), order.priceProtectionBp());
    }
    if (refusal == null) {
      refusal = order.exits().refusal();
    }
    if (refusal != null) {
      return new Draft.Refused(refusal);
    }
    if (order.quantity().signum() <= 0) {
      return invalid("quantity", "quantity must be positive");
    }
    if (order.leverage().signum() <= 0) {
      return invalid("leverage", "leverage must be positive");
    }
    Exits exits = order.exits().at(instrument, order.side(), order.price());
    Contract contract = Contract.of(instrument);
    BigDecimal margin = contract.margin(order.quantity(), order.price(), order.leverage());
    BigDecimal fee = contract.fee(order.quantity(), order.price());
    BigDecimal liquidation =
        contract.liquidationPrice(order.side(), order.quantity(), order.price(), margin);
    refusal =
        OrderCheck.position(
            instrument,
            order.side(),
            order.quantity(),
            order.leverage(),
            order.price(),
            exits.stopLoss(),
            exits.takeProfit(),
            liquidation,
            order.allowImmediate());
    if (refusal == null) {
      refusal =
          ExitCheck.exits(
              instrument,
              order.side(),
              order.price(),
              order.quantity(),
              exits,
              order.allowImmediate());
    }
    if (refusal != null) {
      return new Draft.Refused(refusal);
    }
    try {
      long marginE8 = Money.toE8(margin);
      long feeE8 = Money.toE8(fee);
      return new Draft.Drafted(
          position(instrument, order, exits, margin, fee, liquidation), marginE8, feeE8);
    } catch (ArithmeticException e) {
      return invalid("quantity", "quantity is beyond what an account can hold");
    }
  }

  private static Draft invalid(String field, String message) {
    return new Draft.Refused(new Refusal(ErrorCode.INVALID, field, message));
  }

  private static Position position(
      Instrument instrument,
      Order order,
      Exits exits,
      BigDecimal margin,
      BigDecimal fee,
      @Nullable BigDecimal liquidation) {
    return new Position(
        order.id(),
        order.user(),
        instrument.symbol(),
        instrument.market(),
        order.side(),
        order.quantity(),
        order.quantity(),
        order.price(),
        order.leverage(),
        Money.plain(margin),
        liquidation,
        exits.stopLoss(),
        exits.takeProfit(),
        exits.takeProfits(),
        exits.trailingStop(),
        order.source(),
        order.priceProtectionBp(),
        PositionStatus.OPEN,
        1,
        0,
        order.openedAtMs(),
        null,
        null,
        null,
        null,
        Money.plain(fee),
        null,
        null,
        instrument.settle(),
        order.clientId(),
        null);
  }
}
