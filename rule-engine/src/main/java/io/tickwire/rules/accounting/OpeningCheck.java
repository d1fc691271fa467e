package io.tickwire.rules.accounting;

import static io.tickwire.rules.accounting.Range.text;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ErrorCode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one opening on one instrument.
 *
 * @param prefix stands before the field names of a refusal: empty, or {@code action.open.}
 */
record OpeningCheck(Instrument instrument, Side side, String prefix) {

  /** Side, quantity and leverage. */
  @Nullable Refusal exposure(BigDecimal quantity, BigDecimal leverage) {
    boolean spot = instrument.market() == Market.SPOT;
    if (spot && side == Side.SHORT) {
      return invalid(
          "side", instrument.symbol() + " is a spot instrument and cannot be sold short");
    }
    Refusal offLot = lots("quantity", quantity);
    if (offLot != null) {
      return offLot;
    }
    BigDecimal most = spot ? BigDecimal.ONE : instrument.maxLeverage();
    if (leverage.compareTo(BigDecimal.ONE) < 0 || leverage.compareTo(most) > 0) {
      return invalid(
          "leverage",
          spot
              ? "leverage must be 1 on the spot instrument " + instrument.symbol()
              : "leverage " + text(leverage) + " must be between 1 and " + text(most));
    }
    return null;
  }

  /** A quantity that can be traded. */
  @Nullable Refusal lots(String field, BigDecimal quantity) {
    return Range.holds(quantity) && instrument.isOnLot(quantity)
        ? null
        : invalid(
            field,
            field
                + " "
                + text(quantity)
                + " must be a positive multiple of the lot size "
                + text(instrument.lotSize()));
  }

  /** Stop and target against the price they watch, each other and the liquidation price. */
  @Nullable Refusal exits(
      BigDecimal price,
      @Nullable BigDecimal stopLoss,
      @Nullable BigDecimal takeProfit,
      @Nullable BigDecimal liquidationPrice,
      boolean allowImmediate) {
    Refusal offTick = stopLoss == null ? null : price("stop_loss", stopLoss);
    if (offTick == null && takeProfit != null) {
      offTick = price("take_profit", takeProfit);
    }
    if (offTick != null) {
      return offTick;
    }
    if (stopLoss != null && takeProfit != null && !isWorse(stopLoss, takeProfit)) {
      return invalid(
          "stop_loss",
          wrongSide("stop_loss", stopLoss, worse(), "take_profit " + text(takeProfit)));
    }
    if (stopLoss != null && !allowImmediate && !isWorse(stopLoss, price)) {
      return immediate("stop_loss", wrongSide("stop_loss", stopLoss, worse(), atPrice(price)));
    }
    if (takeProfit != null && !allowImmediate && !isWorse(price, takeProfit)) {
      return immediate(
          "take_profit", wrongSide("take_profit", takeProfit, better(), atPrice(price)));
    }
    if (stopLoss != null && liquidationPrice != null && isWorse(stopLoss, liquidationPrice)) {
      return invalid(
          "stop_loss",
          "stop_loss "
              + text(stopLoss)
              + " is beyond the liquidation price "
              + text(liquidationPrice)
              + " and would never be reached");
    }
    return null;
  }

  /** A price that a rule can wait for: positive, on a tick, and few enough ticks to count. */
  @Nullable Refusal price(String field, BigDecimal price) {
    BigDecimal tick = instrument.tickSize();
    if (price.signum() <= 0) {
      return invalid(field, field + " must be positive");
    }
    if (!Range.holds(price)
        || price.compareTo(tick.multiply(BigDecimal.valueOf(Long.MAX_VALUE))) > 0) {
      return invalid(field, field + " " + text(price) + " is out of range");
    }
    if (price.remainder(tick).signum() != 0) {
      return invalid(
          field, field + " " + text(price) + " must be a multiple of the tick size " + text(tick));
    }
    return null;
  }

  /** Whether the first price is strictly worse for the position than the second. */
  boolean isWorse(BigDecimal price, BigDecimal than) {
    return price.compareTo(than) * side.sign() < 0;
  }

  private String worse() {
    return side == Side.LONG ? "below" : "above";
  }

  String better() {
    return side == Side.LONG ? "above" : "below";
  }

  static String atPrice(BigDecimal price) {
    return "the price " + text(price) + ", or it fires at once";
  }

  String wrongSide(String field, BigDecimal value, String where, String what) {
    return field
        + " "
        + text(value)
        + " of a "
        + side.wireName()
        + " must be "
        + where
        + " "
        + what;
  }

  Refusal invalid(String field, String message) {
    return new Refusal(ErrorCode.INVALID, prefix + field, message);
  }

  Refusal immediate(String field, String message) {
    return new Refusal(ErrorCode.WOULD_TRIGGER_IMMEDIATELY, prefix + field, message);
  }
}
