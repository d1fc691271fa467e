package io.tickwire.rules.accounting;

import static io.tickwire.rules.accounting.Instruments.INVERSE;
import static io.tickwire.rules.accounting.Instruments.LINEAR;
import static io.tickwire.rules.accounting.Instruments.SPOT;
import static io.tickwire.rules.accounting.Instruments.d;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Side;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContractTest {
  private final Contract linear = Contract.of(LINEAR);
  private final Contract inverse = Contract.of(INVERSE);
  private final Contract spot = Contract.of(SPOT);

  @Test
  void reservesMarginAndFee_whenAHundredLotsOpenAt65000TenTimes() {
    assertThat(linear.value(d("100"), d("65000"))).isEqualByComparingTo("6500");
    assertThat(linear.margin(d("100"), d("65000"), d("10"))).isEqualByComparingTo("650");
    assertThat(linear.fee(d("100"), d("65000"))).isEqualByComparingTo("3.90");
  }

  @Test
  void countsInBase_whenTheContractIsInverse() {
    assertThat(inverse.value(d("10000"), d("50000"))).isEqualByComparingTo("0.2");
    assertThat(inverse.margin(d("10000"), d("50000"), d("10"))).isEqualByComparingTo("0.02");
    assertThat(inverse.fee(d("10000"), d("50000"))).isEqualByComparingTo("0.00012");
  }

  @Test
  void reservesTheWholeValue_whenSpot() {
    assertThat(spot.margin(d("0.5"), d("2000"), d("1"))).isEqualByComparingTo("1000");
    assertThat(spot.fee(d("0.5"), d("2000"))).isEqualByComparingTo("1");
  }

  @Test
  void hasEightDecimals_whateverTheScaleOfTheInput() {
    assertThat(linear.value(d("1E+2"), d("6E+4"))).isEqualTo(d("6000.00000000"));
    assertThat(inverse.gross(Side.LONG, d("3"), d("7"), d("11"))).isEqualTo(d("0.15584416"));
  }

  @Test
  void roundsHalfToEven_whenExactlyBetweenTwoAmounts() {
    assertThat(spot.value(d("0.0001"), d("0.00005"))).isEqualTo(d("0.00000000"));
    assertThat(spot.value(d("0.0001"), d("0.00015"))).isEqualTo(d("0.00000002"));
    assertThat(spot.value(d("0.0001"), d("0.00025"))).isEqualTo(d("0.00000002"));
  }

  @Test
  void roundsOnce_whenTheFeeIsFinerThanTheMoney() {
    // 0.000000029 rounded on the way would be 0.00000003, and half of that 0.00000002.
    Instrument dear = withFee("0.5");
    assertThat(Contract.of(dear).fee(d("0.0001"), d("0.00029"))).isEqualTo(d("0.00000001"));
    assertThat(Contract.of(dear).fee(d("0.0001"), d("0.00031"))).isEqualTo(d("0.00000002"));
  }

  @Test
  void mirrorsTheProfit_whenTheSideIsShort() {
    assertThat(linear.gross(Side.SHORT, d("100"), d("60000"), d("61000")))
        .isEqualByComparingTo("-100");
    assertThat(inverse.gross(Side.SHORT, d("10000"), d("50000"), d("55000")))
        .isEqualByComparingTo("-0.01818182");
  }

  @Test
  void liquidatesTheLongAt54249Point6_whenTenTimesAt60000() {
    assertThat(liquidation(linear, Side.LONG, "1000", "60000", "10")).isEqualTo(d("54249.6"));
  }

  @Test
  void liquidatesTheShortAt65697Point7_whenTenTimesAt60000() {
    assertThat(liquidation(linear, Side.SHORT, "1000", "60000", "10")).isEqualTo(d("65697.7"));
  }

  @Test
  void roundsTowardsTheEarlierLiquidation_whenAHundredTimesAt60000() {
    // Exactly 59,674.5027…: a falling mark is there at the tick above.
    assertThat(liquidation(linear, Side.LONG, "1000", "60000", "100")).isEqualTo(d("59674.6"));
  }

  @Test
  void followsTheInverseFormula_whenTheContractIsInverse() {
    // 10,000 × 1.0046 / (0.2 + 0.02) = 45,663.63…; 10,000 × 0.9954 / (0.2 − 0.02) = 55,300
    assertThat(liquidation(inverse, Side.LONG, "10000", "50000", "10")).isEqualTo(d("45663.7"));
    assertThat(liquidation(inverse, Side.SHORT, "10000", "50000", "10")).isEqualTo(d("55300.0"));
  }

  @Test
  void hasNoLiquidationPrice_whenNoPriceTakesTheMargin() {
    assertThat(liquidation(linear, Side.LONG, "1000", "60000", "1")).isNull();
    assertThat(liquidation(inverse, Side.SHORT, "10000", "50000", "1")).isNull();
  }

  @Test
  void hasNoLiquidationPrice_whenSpot() {
    assertThat(liquidation(spot, Side.LONG, "0.5", "2000", "1")).isNull();
  }

  @Test
  void takesFundingFromALong_whenTheRateIsPositive() {
    assertThat(linear.funding(Side.LONG, d("100"), d("0.0001"), d("60000")))
        .isEqualTo(d("-0.6").setScale(8));
    assertThat(linear.funding(Side.SHORT, d("100"), d("0.0001"), d("60000")))
        .isEqualByComparingTo("0.6");
    assertThat(linear.funding(Side.LONG, d("100"), d("-0.0001"), d("60000")))
        .isEqualByComparingTo("0.6");
    assertThat(inverse.funding(Side.LONG, d("10000"), d("0.0001"), d("50000")))
        .isEqualByComparingTo("-0.00002");
  }

  @Test
  void averagesByQuantity_whenALinearPositionIsAddedTo() {
    List<Fill> fills = List.of(new Fill(d("1000"), d("50000")), new Fill(d("2000"), d("60000")));

    assertThat(linear.averageEntry(fills)).isEqualTo(d("56666.66666667"));
  }

  @Test
  void averagesHarmonically_whenAnInversePositionIsAddedTo() {
    List<Fill> fills = List.of(new Fill(d("1000"), d("50000")), new Fill(d("2000"), d("60000")));

    assertThat(inverse.averageEntry(fills)).isEqualByComparingTo("56250");
  }

  @Test
  void refusesToAverage_whenThereAreNoFills() {
    assertThatThrownBy(() -> linear.averageEntry(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("symbol=XBTUSDTM");
  }

  private static @Nullable BigDecimal liquidation(
      Contract contract, Side side, String quantity, String entry, String leverage) {
    BigDecimal margin = contract.margin(d(quantity), d(entry), d(leverage));
    return contract.liquidationPrice(side, d(quantity), d(entry), margin);
  }

  private static Instrument withFee(String rate) {
    return new Instrument(
        SPOT.symbol(),
        SPOT.market(),
        SPOT.base(),
        SPOT.quote(),
        SPOT.settle(),
        false,
        SPOT.tickSize(),
        SPOT.lotSize(),
        SPOT.multiplier(),
        d(rate),
        SPOT.maintenanceRate(),
        SPOT.liquidationFeeRate(),
        SPOT.maxLeverage());
  }
}
