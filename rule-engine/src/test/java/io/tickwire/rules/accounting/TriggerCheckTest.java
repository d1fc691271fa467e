package io.tickwire.rules.accounting;

import static io.tickwire.rules.accounting.Instruments.LINEAR;
import static io.tickwire.rules.accounting.Instruments.SPOT;
import static io.tickwire.rules.accounting.Instruments.d;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.ExitPrice;
import io.tickwire.common.wire.TriggerAction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TriggerCheckTest {
  private static final TriggerAction ALERT =
      new TriggerAction(null, new TriggerAction.Alert("65,000 reached"));

  @Test
  void refuses_whenAboveIsTrueAlready() {
    assertThat(check(Condition.ABOVE, "65000", open("100", null, null), "65200", false))
        .isEqualTo(
            new Refusal(
                ErrorCode.WOULD_TRIGGER_IMMEDIATELY,
                "price",
                "the price is 65200, so the condition above 65000 is true already; set"
                    + " allow_immediate to fire at once"));
  }

  @Test
  void accepts_whenAboveIsTrueAlreadyAndAllowedToFireAtOnce() {
    assertThat(check(Condition.ABOVE, "65000", open("100", null, null), "65200", true)).isNull();
  }

  @Test
  void countsEqualityAsTrue_whenTheConditionIsALevel() {
    assertThat(check(Condition.ABOVE, "65000", ALERT, "65000.0", false)).isNotNull();
    assertThat(check(Condition.BELOW, "65000", ALERT, "65000.0", false)).isNotNull();
    assertThat(check(Condition.ABOVE, "65000", ALERT, "64999.9", false)).isNull();
    assertThat(check(Condition.BELOW, "65000", ALERT, "65000.1", false)).isNull();
  }

  @Test
  void accepts_whenNoPriceIsKnownYet() {
    assertThat(check(Condition.ABOVE, "65000", ALERT, null, false)).isNull();
  }

  @Test
  void refusesThePrice_whenOffTheTickOrNotPositive() {
    assertThat(field(check(Condition.ABOVE, "65000.05", ALERT, null, true))).isEqualTo("price");
    assertThat(field(check(Condition.ABOVE, "0", ALERT, null, true))).isEqualTo("price");
    assertThat(field(check(Condition.ABOVE, "1E+999999999", ALERT, null, true))).isEqualTo("price");
  }

  @Test
  void refusesTheAction_whenNotExactlyOne() {
    TriggerAction both =
        new TriggerAction(open("100", null, null).open(), new TriggerAction.Alert("x"));

    assertThat(field(check(Condition.ABOVE, "65000", both, null, false))).isEqualTo("action");
    assertThat(field(check(Condition.ABOVE, "65000", new TriggerAction(null, null), null, false)))
        .isEqualTo("action");
  }

  @Test
  void measuresStopAndTargetFromTheTriggerPrice_whenItOpens() {
    assertThat(check(Condition.ABOVE, "65000", open("100", "64000", "66000"), "60000", false))
        .isNull();
    assertThat(field(check(Condition.ABOVE, "65000", open("100", "65000", null), "60000", true)))
        .isEqualTo("action.open.stop_loss");
    assertThat(field(check(Condition.ABOVE, "65000", open("100", null, "64000"), "60000", true)))
        .isEqualTo("action.open.take_profit");
  }

  @Test
  void refusesTheStop_whenBeyondTheLiquidationPriceOfTheOpening() {
    assertThat(field(check(Condition.ABOVE, "65000", open("100", "58000", null), null, false)))
        .isEqualTo("action.open.stop_loss");
  }

  @Test
  void refusesTheQuantity_whenOffTheLot() {
    assertThat(field(check(Condition.ABOVE, "65000", open("0.5", null, null), null, false)))
        .isEqualTo("action.open.quantity");
  }

  @Test
  void takesLeverageAsOne_whenAbsent() {
    TriggerAction spotOpen =
        new TriggerAction(
            new TriggerAction.Open(Side.LONG, d("0.5"), null, ExitPrice.at(d("1")), null), null);

    assertThat(check(SPOT, Condition.BELOW, "2000", PriceSource.LAST, spotOpen, "2100", false))
        .isNull();
  }

  @Test
  void refusesTheMarkPrice_whenSpot() {
    assertThat(field(check(SPOT, Condition.BELOW, "2000", PriceSource.MARK, ALERT, null, false)))
        .isEqualTo("trigger_source");
  }

  private static TriggerAction open(
      String quantity, @Nullable String stop, @Nullable String target) {
    return new TriggerAction(
        new TriggerAction.Open(
            Side.LONG,
            d(quantity),
            d("10"),
            stop == null ? null : ExitPrice.at(d(stop)),
            target == null ? null : ExitPrice.at(d(target))),
        null);
  }

  private static @Nullable Refusal check(
      Condition condition,
      String price,
      TriggerAction action,
      @Nullable String currentPrice,
      boolean allowImmediate) {
    return check(LINEAR, condition, price, PriceSource.LAST, action, currentPrice, allowImmediate);
  }

  private static @Nullable Refusal check(
      Instrument instrument,
      Condition condition,
      String price,
      PriceSource source,
      TriggerAction action,
      @Nullable String currentPrice,
      boolean allowImmediate) {
    return OrderCheck.trigger(
        instrument,
        condition,
        d(price),
        source,
        action,
        currentPrice == null ? null : d(currentPrice),
        allowImmediate);
  }

  private static @Nullable String field(@Nullable Refusal refusal) {
    return refusal == null ? null : refusal.field();
  }
}
