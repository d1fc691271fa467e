package io.tickwire.rules.accounting;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.ExitPrice;
import io.tickwire.common.wire.Repeat;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerAction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Checks a trigger against its instrument, the clock and the known price. Answers with the first
 * thing that is wrong, or null. Pure, any thread.
 */
public final class TriggerOrderCheck {
  private static final long LONGEST_COOLDOWN_S = TimeUnit.DAYS.toSeconds(1);
  private static final int WIDEST_HYSTERESIS_BP = 5_000;
  private static final int LONGEST_GROUP = 64;
  private static final int PERCENT_SCALE = 2;

  /** Beyond it nanoseconds do not fit. */
  private static final long LATEST_MS = TimeUnit.NANOSECONDS.toMillis(Long.MAX_VALUE);

  private TriggerOrderCheck() {}

  /**
   * Checks all but whether it is true already. Stop and target of its opening are measured from the
   * trigger's own price, because the price it will open at is not known; they are never allowed to
   * fire at once.
   *
   * @param nowMs epoch milliseconds
   */
  public static @Nullable Refusal order(Instrument instrument, Trigger trigger, long nowMs) {
    Refusal wrong = OrderCheck.source(instrument, trigger.triggerSource());
    if (wrong == null) {
      wrong = new OpeningCheck(instrument, Side.LONG, "").price("price", trigger.price());
    }
    if (wrong == null) {
      wrong = action(instrument, trigger.price(), trigger.action());
    }
    if (wrong == null) {
      wrong = expiry(trigger.expiresAt(), nowMs);
    }
    if (wrong == null) {
      wrong = group(trigger.ocoGroup());
    }
    return wrong == null ? repeat(trigger) : wrong;
  }

  /**
   * Refuses a level condition that is true already. A crossing is never true at once: it waits for
   * the price to come from the other side.
   *
   * @param currentPrice of the trigger's source
   */
  public static @Nullable Refusal notYetTrue(Trigger trigger, BigDecimal currentPrice) {
    Condition condition = trigger.condition();
    int comparison = currentPrice.compareTo(trigger.price());
    boolean isTrue =
        switch (condition) {
          case ABOVE -> comparison >= 0;
          case BELOW -> comparison <= 0;
          case CROSSES_UP, CROSSES_DOWN, CROSSES -> false;
        };
    return isTrue
        ? new Refusal(
            ErrorCode.WOULD_TRIGGER_IMMEDIATELY,
            "price",
            "the price is "
                + Range.text(currentPrice)
                + ", so the condition "
                + condition.wireName()
                + " "
                + Range.text(trigger.price())
                + " is true already; set allow_immediate to fire at once")
        : null;
  }

  private static @Nullable Refusal action(
      Instrument instrument, BigDecimal price, TriggerAction action) {
    TriggerAction.Open open = action.open();
    if ((open == null) == (action.alert() == null)) {
      return invalid("action", "action must be either open or alert");
    }
    if (open == null) {
      return null;
    }
    OpeningCheck opening = new OpeningCheck(instrument, open.side(), "action.open.");
    BigDecimal leverage = open.leverage() == null ? BigDecimal.ONE : open.leverage();
    Refusal wrong = opening.exposure(open.quantity(), leverage);
    if (wrong == null) {
      wrong = percent("action.open.stop_loss", open.stopLoss());
    }
    if (wrong == null) {
      wrong = percent("action.open.take_profit", open.takeProfit());
    }
    if (wrong != null) {
      return wrong;
    }
    Contract contract = Contract.of(instrument);
    BigDecimal margin = contract.margin(open.quantity(), price, leverage);
    BigDecimal liquidation = contract.liquidationPrice(open.side(), open.quantity(), price, margin);
    int stopWay = -open.side().sign();
    return opening.exits(
        price,
        at(instrument, price, open.stopLoss(), stopWay),
        at(instrument, price, open.takeProfit(), -stopWay),
        liquidation,
        false);
  }

  private static @Nullable Refusal percent(String field, @Nullable ExitPrice exit) {
    BigDecimal percent = exit == null ? null : exit.percent();
    return percent == null || (percent.signum() > 0 && Range.holds(percent))
        ? null
        : invalid(field, field + " must be a positive percentage");
  }

  /**
   * Where an exit would lie if it opened at the trigger's price, on the tick nearer to that.
   *
   * @param way 1 above the price, −1 below
   */
  private static @Nullable BigDecimal at(
      Instrument instrument, BigDecimal price, @Nullable ExitPrice exit, int way) {
    BigDecimal percent = exit == null ? null : exit.percent();
    if (exit == null || percent == null) {
      return exit == null ? null : exit.price();
    }
    BigDecimal tick = instrument.tickSize();
    BigDecimal awayTicks =
        price
            .multiply(percent)
            .movePointLeft(PERCENT_SCALE)
            .divide(tick, 0, RoundingMode.DOWN)
            .multiply(BigDecimal.valueOf(way));
    return price.add(awayTicks.multiply(tick));
  }

  private static @Nullable Refusal expiry(@Nullable Long expiresAt, long nowMs) {
    if (expiresAt == null || (expiresAt > nowMs && expiresAt <= LATEST_MS)) {
      return null;
    }
    return invalid(
        "expires_at",
        expiresAt <= nowMs
            ? "expires_at " + expiresAt + " must be in the future; it is " + nowMs + " now"
            : "expires_at " + expiresAt + " must be at most " + LATEST_MS);
  }

  private static @Nullable Refusal group(@Nullable String group) {
    return group == null || (!group.isBlank() && group.length() <= LONGEST_GROUP)
        ? null
        : invalid("oco_group", "oco_group must have 1 to " + LONGEST_GROUP + " characters");
  }

  private static @Nullable Refusal repeat(Trigger trigger) {
    Repeat repeat = trigger.repeat();
    if (repeat == null) {
      return null;
    }
    if (trigger.action().alert() == null) {
      return invalid("repeat", "repeat is for alerts; an opening happens once");
    }
    if (trigger.ocoGroup() != null) {
      return invalid("repeat", "repeat cannot be combined with oco_group");
    }
    if (repeat.cooldownS() < 0 || repeat.cooldownS() > LONGEST_COOLDOWN_S) {
      return invalid(
          "repeat.cooldown_s", "repeat.cooldown_s must be between 0 and " + LONGEST_COOLDOWN_S);
    }
    return repeat.hysteresisBp() < 0 || repeat.hysteresisBp() > WIDEST_HYSTERESIS_BP
        ? invalid(
            "repeat.hysteresis_bp",
            "repeat.hysteresis_bp must be between 0 and " + WIDEST_HYSTERESIS_BP)
        : null;
  }

  private static Refusal invalid(String field, String message) {
    return new Refusal(ErrorCode.INVALID, field, message);
  }
}
