package io.tickwire.rules.accounting;

import static io.tickwire.rules.accounting.Instruments.INVERSE;
import static io.tickwire.rules.accounting.Instruments.LINEAR;
import static io.tickwire.rules.accounting.Instruments.SPOT;
import static io.tickwire.rules.accounting.Instruments.d;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ErrorCode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderCheckTest {
  @Test
  void accepts_whenStopAndTargetLieOnTheirSidesOfThePrice() {
    assertThat(exits(Side.LONG, "59000", "62000")).isNull();
    assertThat(exits(Side.SHORT, "61000", "58000")).isNull();
    assertThat(exits(Side.LONG, null, null)).isNull();
  }

  @ParameterizedTest(name = "{0} stop {1} target {2} → {3} {4}")
  @CsvSource({
    "LONG, 61000, 60500, INVALID, stop_loss",
    "LONG, 60500, 60500, INVALID, stop_loss",
    "LONG, 60000, , WOULD_TRIGGER_IMMEDIATELY, stop_loss",
    "LONG, 60500, , WOULD_TRIGGER_IMMEDIATELY, stop_loss",
    "LONG, , 60000, WOULD_TRIGGER_IMMEDIATELY, take_profit",
    "LONG, 59000, 59999.9, WOULD_TRIGGER_IMMEDIATELY, take_profit",
    "SHORT, 59000, 59500, INVALID, stop_loss",
    "SHORT, 60000, , WOULD_TRIGGER_IMMEDIATELY, stop_loss",
    "SHORT, , 60000, WOULD_TRIGGER_IMMEDIATELY, take_profit"
  })
  void refuses_whenStopOrTargetIsOnTheWrongSide(
      Side side, @Nullable String stop, @Nullable String target, ErrorCode code, String field) {
    Refusal refusal = requireNonNull(exits(side, stop, target));

    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.code().status()).isEqualTo(422);
    assertThat(refusal.field()).isEqualTo(field);
  }

  @Test
  void saysWhatIsWrong_whenAStopIsAboveThePriceOfALong() {
    assertThat(requireNonNull(exits(Side.LONG, "60500", null)).message())
        .isEqualTo("stop_loss 60500 of a long must be below the price 60000, or it fires at once");
  }

  @Test
  void acceptsAStopBeyondThePrice_whenAllowedToFireAtOnce() {
    assertThat(check(LINEAR, Side.LONG, "100", "10", "60500", null, null, true)).isNull();
    assertThat(check(LINEAR, Side.LONG, "100", "10", null, "59000", null, true)).isNull();
  }

  @Test
  void refusesAStopBeyondTheTarget_evenWhenAllowedToFireAtOnce() {
    Refusal refusal = check(LINEAR, Side.LONG, "100", "10", "61000", "60500", null, true);

    assertThat(requireNonNull(refusal).code()).isEqualTo(ErrorCode.INVALID);
  }

  @Test
  void refusesAStopBeyondTheLiquidationPrice_whenAHundredTimes() {
    Contract contract = Contract.of(LINEAR);
    BigDecimal margin = contract.margin(d("1000"), d("60000"), d("100"));
    BigDecimal liquidation = contract.liquidationPrice(Side.LONG, d("1000"), d("60000"), margin);

    Refusal refusal = check(LINEAR, Side.LONG, "1000", "100", "59000", null, liquidation, false);

    assertThat(refusal)
        .isEqualTo(
            new Refusal(
                ErrorCode.INVALID,
                "stop_loss",
                "stop_loss 59000 is beyond the liquidation price 59674.6 and would never be"
                    + " reached"));
    assertThat(check(LINEAR, Side.LONG, "1000", "100", "59674.6", null, liquidation, false))
        .isNull();
  }

  @Test
  void refusesAStopAboveTheLiquidationPrice_whenShort() {
    assertThat(check(LINEAR, Side.SHORT, "1000", "10", "65697.8", null, d("65697.7"), false))
        .isNotNull()
        .extracting(Refusal::field)
        .isEqualTo("stop_loss");
    assertThat(check(LINEAR, Side.SHORT, "1000", "10", "65697.7", null, d("65697.7"), false))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0.5", "1.1", "1E+30", "1E-30", "1E+2000000000"})
  void refusesTheQuantity_whenNotAPositiveMultipleOfTheLot(String quantity) {
    assertField(check(LINEAR, Side.LONG, quantity, "10", null, null, null, false), "quantity");
  }

  @Test
  void namesTheLot_whenTheQuantityIsOffIt() {
    assertThat(check(SPOT, Side.LONG, "0.00005", "1", null, null, null, false))
        .isEqualTo(
            new Refusal(
                ErrorCode.INVALID,
                "quantity",
                "quantity 0.00005 must be a positive multiple of the lot size 0.0001"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-59000", "59000.05", "1E+19", "1E-19", "1E-2000000000"})
  void refusesTheStop_whenNotAPositiveMultipleOfTheTick(String stop) {
    assertField(check(LINEAR, Side.LONG, "100", "10", stop, null, null, true), "stop_loss");
  }

  @Test
  void namesTheTick_whenTheTargetIsOffIt() {
    assertThat(exits(Side.LONG, "59000", "62000.05"))
        .isEqualTo(
            new Refusal(
                ErrorCode.INVALID,
                "take_profit",
                "take_profit 62000.05 must be a multiple of the tick size 0.1"));
  }

  @Test
  void refusesThePrice_whenItHasMoreTicksThanALongCounts() {
    Instrument fine = withTick("0.0000000001");

    assertField(check(fine, Side.LONG, "100", "10", "922337203.6", null, null, true), null);
    assertField(
        check(fine, Side.LONG, "100", "10", "922337203.6", "922337203.7", null, true),
        "take_profit");
  }

  @Test
  void refusesTheShort_whenSpot() {
    assertField(check(SPOT, Side.SHORT, "0.5", "1", null, null, null, false), "side");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0.99", "100.1", "1E+2000000000"})
  void refusesTheLeverage_whenOutsideTheInstrumentsRange(String leverage) {
    assertField(check(INVERSE, Side.LONG, "100", leverage, null, null, null, false), "leverage");
  }

  @Test
  void refusesLeverage_whenSpot() {
    assertThat(check(SPOT, Side.LONG, "0.5", "1", null, null, null, false)).isNull();
    assertField(check(SPOT, Side.LONG, "0.5", "2", null, null, null, false), "leverage");
  }

  @Test
  void refusesTheMarkPrice_whenSpot() {
    assertField(OrderCheck.source(SPOT, PriceSource.MARK), "trigger_source");
    assertThat(OrderCheck.source(SPOT, PriceSource.BID_ASK)).isNull();
    assertThat(OrderCheck.source(LINEAR, PriceSource.MARK)).isNull();
  }

  private static @Nullable Refusal exits(
      Side side, @Nullable String stop, @Nullable String target) {
    return check(LINEAR, side, "100", "10", stop, target, null, false);
  }

  /** On spot the price is the same 60,000: no check looks at its size. */
  private static @Nullable Refusal check(
      Instrument instrument,
      Side side,
      String quantity,
      String leverage,
      @Nullable String stop,
      @Nullable String target,
      @Nullable BigDecimal liquidationPrice,
      boolean allowImmediate) {
    return OrderCheck.position(
        instrument,
        side,
        d(quantity),
        d(leverage),
        d("60000"),
        stop == null ? null : d(stop),
        target == null ? null : d(target),
        liquidationPrice,
        allowImmediate);
  }

  private static void assertField(@Nullable Refusal refusal, @Nullable String field) {
    assertThat(refusal == null ? null : refusal.field()).isEqualTo(field);
    assertThat(refusal == null ? ErrorCode.INVALID : refusal.code()).isEqualTo(ErrorCode.INVALID);
  }

  private static Instrument withTick(String tickSize) {
    return new Instrument(
        LINEAR.symbol(),
        LINEAR.market(),
        LINEAR.base(),
        LINEAR.quote(),
        LINEAR.settle(),
        false,
        d(tickSize),
        LINEAR.lotSize(),
        LINEAR.multiplier(),
        LINEAR.takerFeeRate(),
        LINEAR.maintenanceRate(),
        LINEAR.liquidationFeeRate(),
        LINEAR.maxLeverage());
  }
}
