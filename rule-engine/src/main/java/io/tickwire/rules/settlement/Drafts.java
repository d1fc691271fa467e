package io.tickwire.rules.settlement;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Execution;
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
   * What is known when it opens.
   *
   * @param opensAt what margin, fee and percentages are worked out from
   * @param watched of the source and side that its stop and target watch
   */
  public record Prices(BigDecimal opensAt, BigDecimal watched) {
    /** A trigger tells of the side that it trades at; the other is not on record. */
    static Prices of(Execution execution) {
      Execution.Evidence tick = execution.tick();
      BigDecimal fill = execution.fillPrice();
      return new Prices(fill, tick == null ? fill : tick.price());
    }
  }

  /**
   * What is asked for.
   *
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
      Prices prices,
      long openedAtMs) {

    public static Order of(RuleCommand.OpenPosition open, Prices prices, long nowMs) {
      return new Order(
          open.id(),
          open.user(),
          open.side(),
          open.quantity(),
          open.leverage() == null ? BigDecimal.ONE : open.leverage(),
          new Exits.Asked(
              open.stopLoss(), open.takeProfit(), open.takeProfits(), open.trailingStop()),
          Drafts.source(open),
          open.priceProtectionBp(),
          open.allowImmediate(),
          open.clientId(),
          prices,
          nowMs);
    }

    /** What an executed trigger opens; its stop and target watch the trigger's own source. */
    public static Order of(
        String id, Trigger trigger, TriggerAction.Open open, Execution execution, long atMs) {
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
          Prices.of(execution),
          atMs);
    }
  }

  /** What the stop and target of that opening watch. */
  public static PriceSource source(RuleCommand.OpenPosition open) {
    return open.triggerSource() == null ? PriceSource.LAST : open.triggerSource();
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
    BigDecimal price = order.prices().opensAt();
    Exits exits = order.exits().at(instrument, order.side(), price);
    Contract contract = Contract.of(instrument);
    BigDecimal margin = contract.margin(order.quantity(), price, order.leverage());
    BigDecimal fee = contract.fee(order.quantity(), price);
    BigDecimal liquidation =
        contract.liquidationPrice(order.side(), order.quantity(), price, margin);
    refusal =
        OrderCheck.position(
            instrument,
            order.side(),
            order.quantity(),
            order.leverage(),
            order.prices().watched(),
            exits.stopLoss(),
            exits.takeProfit(),
            liquidation,
            order.allowImmediate());
    if (refusal == null) {
      refusal =
          ExitCheck.exits(
              instrument,
              order.side(),
              order.prices().watched(),
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
        order.prices().opensAt(),
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
