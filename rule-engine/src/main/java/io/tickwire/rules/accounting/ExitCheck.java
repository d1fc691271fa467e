package io.tickwire.rules.accounting;

import static io.tickwire.rules.accounting.Range.text;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.TakeProfit;
import io.tickwire.common.wire.TrailingStop;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Checks what closes parts of a position, its trailing stop and its price protection. Answers with
 * the first thing that is wrong, or null. Pure, any thread.
 */
public final class ExitCheck {
  /** Targets of one position: one bit each in its state. */
  public static final int MOST_TARGETS = 16;

  private static final int MOST_CALLBACK_BP = 9_999;
  private static final int MOST_PROTECTION_BP = 5_000;

  private final OpeningCheck opening;
  private final Side side;
  private final BigDecimal price;

  private ExitCheck(Instrument instrument, Side side, BigDecimal price) {
    this.opening = new OpeningCheck(instrument, side, "");
    this.side = side;
    this.price = price;
  }

  /**
   * Checks partial targets and the trailing stop; stop and target have {@link OrderCheck}.
   *
   * @param price of the source and side that targets and trailing stop watch
   * @param openQuantity what the targets may close together
   * @param allowImmediate accept a target that the price has reached: it fires at once
   */
  public static @Nullable Refusal exits(
      Instrument instrument,
      Side side,
      BigDecimal price,
      BigDecimal openQuantity,
      Exits exits,
      boolean allowImmediate) {
    ExitCheck check = new ExitCheck(instrument, side, price);
    Refusal refusal = check.targets(exits, openQuantity, allowImmediate);
    TrailingStop trailing = exits.trailingStop();
    return refusal != null || trailing == null ? refusal : check.trailing(trailing);
  }

  /**
   * @param protectionBp how far last and mark may be apart
   * @param source what the position's rules watch
   */
  public static @Nullable Refusal protection(
      Instrument instrument, PriceSource source, @Nullable Integer protectionBp) {
    if (protectionBp == null) {
      return null;
    }
    OpeningCheck opening = new OpeningCheck(instrument, Side.LONG, "");
    if (protectionBp < 1 || protectionBp > MOST_PROTECTION_BP) {
      return opening.invalid(
          "price_protection_bp", "price_protection_bp must be between 1 and " + MOST_PROTECTION_BP);
    }
    if (source != PriceSource.LAST) {
      return opening.invalid(
          "price_protection_bp", "price_protection_bp is for trigger_source last only");
    }
    return instrument.market() == Market.SPOT
        ? opening.invalid(
            "price_protection_bp",
            instrument.symbol() + " is a spot instrument and has no mark price to compare with")
        : null;
  }

  private @Nullable Refusal targets(Exits exits, BigDecimal openQuantity, boolean allowImmediate) {
    if (exits.takeProfits().size() > MOST_TARGETS) {
      return opening.invalid(
          "take_profits", "take_profits must be at most " + MOST_TARGETS + " targets");
    }
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < exits.takeProfits().size(); i++) {
      TakeProfit target = exits.takeProfits().get(i);
      String name = "take_profits[" + i + "]";
      Refusal refusal = opening.lots(name + ".quantity", target.quantity());
      if (refusal == null) {
        refusal = targetPrice(name + ".price", target.price(), exits.stopLoss(), allowImmediate);
      }
      if (refusal != null) {
        return refusal;
      }
      sum = sum.add(target.quantity());
      if (sum.compareTo(openQuantity) > 0) {
        return opening.invalid(
            name + ".quantity",
            "take_profits close "
                + text(sum)
                + " together, more than the open "
                + text(openQuantity));
      }
    }
    return null;
  }

  private @Nullable Refusal targetPrice(
      String field, BigDecimal target, @Nullable BigDecimal stop, boolean allowImmediate) {
    Refusal offTick = opening.price(field, target);
    if (offTick != null) {
      return offTick;
    }
    if (stop != null && !opening.isWorse(stop, target)) {
      return opening.invalid(
          field, opening.wrongSide(field, target, opening.better(), "stop_loss " + text(stop)));
    }
    return allowImmediate || opening.isWorse(price, target)
        ? null
        : opening.immediate(
            field, opening.wrongSide(field, target, opening.better(), OpeningCheck.atPrice(price)));
  }

  private @Nullable Refusal trailing(TrailingStop trailing) {
    Integer callbackBp = trailing.callbackBp();
    BigDecimal distance = trailing.distance();
    if ((callbackBp == null) == (distance == null)) {
      return opening.invalid(
          "trailing_stop", "trailing_stop must have either callback_bp or distance");
    }
    Refusal refusal = null;
    if (callbackBp != null && (callbackBp < 1 || callbackBp > MOST_CALLBACK_BP)) {
      refusal =
          opening.invalid(
              "trailing_stop.callback_bp",
              "trailing_stop.callback_bp must be between 1 and " + MOST_CALLBACK_BP);
    }
    if (distance != null) {
      refusal = distance(distance);
    }
    TrailingStop.Activation activation = trailing.activation();
    return refusal != null || activation == null ? refusal : activation(activation);
  }

  private @Nullable Refusal distance(BigDecimal distance) {
    String field = "trailing_stop.distance";
    Refusal offTick = opening.price(field, distance);
    if (offTick != null || side == Side.SHORT || distance.compareTo(price) < 0) {
      return offTick;
    }
    return opening.invalid(
        field, field + " " + text(distance) + " must be less than the price " + text(price));
  }

  private @Nullable Refusal activation(TrailingStop.Activation activation) {
    Condition condition = activation.condition();
    return condition == Condition.ABOVE || condition == Condition.BELOW
        ? opening.price("trailing_stop.activation.price", activation.price())
        : opening.invalid(
            "trailing_stop.activation.condition",
            "trailing_stop.activation.condition must be above or below");
  }
}
