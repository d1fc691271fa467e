package io.tickwire.rules.accounting;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.ExitPrice;
import io.tickwire.common.wire.TriggerAction;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Checks an opening, an edit or a trigger against its instrument and the known price. Answers with
 * the first thing that is wrong, or null. Pure, any thread.
 */
public final class OrderCheck {
  private OrderCheck() {}

  /**
   * Checks a position to open, or the new stop and target of an open one.
   *
   * @param entryPrice what it opens at, or the current price for an edit
   * @param liquidationPrice null when no price liquidates it
   * @param allowImmediate accept a stop or target that the price has reached: it fires at once
   */
  public static @Nullable Refusal position(
      Instrument instrument,
      Side side,
      BigDecimal quantity,
      BigDecimal leverage,
      BigDecimal entryPrice,
      @Nullable BigDecimal stopLoss,
      @Nullable BigDecimal takeProfit,
      @Nullable BigDecimal liquidationPrice,
      boolean allowImmediate) {
    OpeningCheck opening = new OpeningCheck(instrument, side, "");
    Refusal exposure = opening.exposure(quantity, leverage);
    return exposure != null
        ? exposure
        : opening.exits(entryPrice, stopLoss, takeProfit, liquidationPrice, allowImmediate);
  }

  /**
   * Checks a trigger. Stop and target of its opening are measured from the trigger's own price,
   * because the price it will open at is not known; they are never allowed to fire at once.
   *
   * @param currentPrice of the trigger's source; null when none is known yet
   * @param allowImmediate accept a condition that is true already: it fires at once
   */
  public static @Nullable Refusal trigger(
      Instrument instrument,
      Condition condition,
      BigDecimal price,
      PriceSource source,
      TriggerAction action,
      @Nullable BigDecimal currentPrice,
      boolean allowImmediate) {
    Refusal wrongSource = source(instrument, source);
    if (wrongSource != null) {
      return wrongSource;
    }
    Refusal wrongPrice = new OpeningCheck(instrument, Side.LONG, "").price("price", price);
    if (wrongPrice != null) {
      return wrongPrice;
    }
    Refusal wrongAction = action(instrument, price, action);
    if (wrongAction != null) {
      return wrongAction;
    }
    return currentPrice == null || allowImmediate
        ? null
        : notYetTrue(condition, price, currentPrice);
  }

  /** Checks that the instrument has the price a rule would watch: spot has no mark. */
  public static @Nullable Refusal source(Instrument instrument, PriceSource source) {
    return source == PriceSource.MARK && instrument.market() == Market.SPOT
        ? new Refusal(
            ErrorCode.INVALID,
            "trigger_source",
            instrument.symbol() + " is a spot instrument and has no mark price")
        : null;
  }

  private static @Nullable Refusal action(
      Instrument instrument, BigDecimal price, TriggerAction action) {
    TriggerAction.Open open = action.open();
    if ((open == null) == (action.alert() == null)) {
      return new Refusal(ErrorCode.INVALID, "action", "action must be either open or alert");
    }
    if (open == null) {
      return null;
    }
    OpeningCheck opening = new OpeningCheck(instrument, open.side(), "action.open.");
    BigDecimal leverage = open.leverage() == null ? BigDecimal.ONE : open.leverage();
    Refusal exposure = opening.exposure(open.quantity(), leverage);
    if (exposure != null) {
      return exposure;
    }
    Contract contract = Contract.of(instrument);
    BigDecimal margin = contract.margin(open.quantity(), price, leverage);
    BigDecimal liquidation = contract.liquidationPrice(open.side(), open.quantity(), price, margin);
    return opening.exits(price, at(open.stopLoss()), at(open.takeProfit()), liquidation, false);
  }

  private static @Nullable BigDecimal at(@Nullable ExitPrice exit) {
    return exit == null ? null : exit.price();
  }

  private static @Nullable Refusal notYetTrue(
      Condition condition, BigDecimal price, BigDecimal currentPrice) {
    int comparison = currentPrice.compareTo(price);
    boolean isTrue = condition == Condition.ABOVE ? comparison >= 0 : comparison <= 0;
    return isTrue
        ? new Refusal(
            ErrorCode.WOULD_TRIGGER_IMMEDIATELY,
            "price",
            "the price is "
                + Range.text(currentPrice)
                + ", so the condition "
                + condition.wireName()
                + " "
                + Range.text(price)
                + " is true already; set allow_immediate to fire at once")
        : null;
  }
}
