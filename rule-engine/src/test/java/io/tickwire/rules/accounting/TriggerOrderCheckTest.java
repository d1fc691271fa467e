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
import io.tickwire.common.wire.Repeat;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerAction;
import io.tickwire.rules.samples.SampleTrigger;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TriggerOrderCheckTest {
  private static final long NOW_MS = 1_795_222_093_355L;
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

  @Test
  void acceptsACrossing_whereverThePriceIs() {
    for (Condition crossing :
        List.of(Condition.CROSSES_UP, Condition.CROSSES_DOWN, Condition.CROSSES)) {
      for (String price : List.of("64999.9", "65000", "65000.1")) {
        assertThat(check(crossing, "65000", ALERT, price, false)).isNull();
      }
    }
  }

  @Test
  void refusesAnExpiryThatIsNotInTheFuture() {
    assertThat(field(order(trigger(Condition.ABOVE, ALERT, null, null).expiring(NOW_MS).made())))
        .isEqualTo("expires_at");
    assertThat(order(trigger(Condition.ABOVE, ALERT, null, null).expiring(NOW_MS + 1).made()))
        .isNull();
    assertThat(
            field(
                order(trigger(Condition.ABOVE, ALERT, null, null).expiring(Long.MAX_VALUE).made())))
        .isEqualTo("expires_at");
  }

  @Test
  void refusesTheGroup_whenEmptyOrTooLong() {
    assertThat(field(order(trigger(Condition.ABOVE, ALERT, null, " ").made())))
        .isEqualTo("oco_group");
    assertThat(field(order(trigger(Condition.ABOVE, ALERT, null, "g".repeat(65)).made())))
        .isEqualTo("oco_group");
    assertThat(order(trigger(Condition.ABOVE, ALERT, null, "g".repeat(64)).made())).isNull();
  }

  @Test
  void refusesRepetition_withAnOpeningOrAGroupOrOutOfRange() {
    TriggerAction open = open("100", null, null);
    Repeat calm = new Repeat(60, 10);

    assertThat(field(order(trigger(Condition.ABOVE, open, calm, null).made()))).isEqualTo("repeat");
    assertThat(field(order(trigger(Condition.ABOVE, ALERT, calm, "g").made()))).isEqualTo("repeat");
    assertThat(field(repeated(new Repeat(-1, 0)))).isEqualTo("repeat.cooldown_s");
    assertThat(field(repeated(new Repeat(86_401, 0)))).isEqualTo("repeat.cooldown_s");
    assertThat(field(repeated(new Repeat(0, -1)))).isEqualTo("repeat.hysteresis_bp");
    assertThat(field(repeated(new Repeat(0, 5_001)))).isEqualTo("repeat.hysteresis_bp");
    assertThat(repeated(new Repeat(86_400, 5_000))).isNull();
    assertThat(repeated(new Repeat(0, 0))).isNull();
  }

  @Test
  void measuresAPercentageFromTheTriggerPrice() {
    assertThat(field(percents("100", "0"))).isEqualTo("action.open.take_profit");
    assertThat(field(percents("-2", "2"))).isEqualTo("action.open.stop_loss");
    assertThat(percents("2", "2")).isNull();
    // Long 100 lots at 65,000 with 10 times leverage is liquidated near 58,800.
    assertThat(field(percents("9.6", "2"))).isEqualTo("action.open.stop_loss");
    assertThat(field(percents("100", "2"))).isEqualTo("action.open.stop_loss");
    assertThat(field(percents("0.00001", "2"))).isEqualTo("action.open.stop_loss");
  }

  private static @Nullable Refusal percents(String stop, String target) {
    TriggerAction action =
        new TriggerAction(
            new TriggerAction.Open(
                Side.LONG,
                d("100"),
                d("10"),
                ExitPrice.percent(d(stop)),
                ExitPrice.percent(d(target))),
            null);
    return check(Condition.ABOVE, "65000", action, null, false);
  }

  private static @Nullable Refusal repeated(Repeat repeat) {
    return order(trigger(Condition.ABOVE, ALERT, repeat, null).made());
  }

  private static @Nullable Refusal order(Trigger trigger) {
    return TriggerOrderCheck.order(LINEAR, trigger, NOW_MS);
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
    Trigger trigger =
        new Order(instrument.symbol(), condition, d(price), source, action, null, null, null)
            .made();
    Refusal wrong = TriggerOrderCheck.order(instrument, trigger, NOW_MS);
    return wrong != null || currentPrice == null || allowImmediate
        ? wrong
        : TriggerOrderCheck.notYetTrue(trigger, d(currentPrice));
  }

  private static Order trigger(
      Condition condition, TriggerAction action, @Nullable Repeat repeat, @Nullable String group) {
    return new Order(
        LINEAR.symbol(), condition, d("65000"), PriceSource.LAST, action, null, repeat, group);
  }

  private record Order(
      String symbol,
      Condition condition,
      BigDecimal price,
      PriceSource source,
      TriggerAction action,
      @Nullable Long expiresAt,
      @Nullable Repeat repeat,
      @Nullable String group) {
    Order expiring(long atMs) {
      return new Order(symbol, condition, price, source, action, atMs, repeat, group);
    }

    Trigger made() {
      return SampleTrigger.of("trg_1")
          .symbol(symbol)
          .on(condition, price)
          .source(source)
          .action(action)
          .expiresAt(expiresAt)
          .repeat(repeat)
          .group(group)
          .createdAt(NOW_MS)
          .done();
    }
  }

  private static @Nullable String field(@Nullable Refusal refusal) {
    return refusal == null ? null : refusal.field();
  }
}
