package io.tickwire.rules.accounting;

import static io.tickwire.rules.accounting.Instruments.INVERSE;
import static io.tickwire.rules.accounting.Instruments.LINEAR;
import static io.tickwire.rules.accounting.Instruments.SPOT;
import static io.tickwire.rules.accounting.Instruments.d;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ExecutionKind;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ClosingTest {
  @Test
  void losesTheMoveAndBothFees_whenALongIsStopped() {
    Money closing = close(LINEAR, Side.LONG, "100", "60000", "59000", "10");

    assertThat(closing.gross()).isEqualByComparingTo("-100");
    assertThat(closing.openFee()).isEqualByComparingTo("3.60");
    assertThat(closing.closeFee()).isEqualByComparingTo("3.54");
    assertThat(closing.net()).isEqualByComparingTo("-107.14");
  }

  @Test
  void earnsTheMoveWithoutBothFees_whenALongMeetsItsTarget() {
    Money closing = close(LINEAR, Side.LONG, "100", "60000", "62000", "10");

    assertThat(closing.gross()).isEqualByComparingTo("200");
    assertThat(closing.net()).isEqualByComparingTo("192.68");
  }

  @Test
  void earnsTheBetterTick_whenTheTargetGaps() {
    Money closing = close(LINEAR, Side.LONG, "100", "60000", "62500", "10");

    assertThat(closing.net()).isEqualByComparingTo("242.65");
  }

  @Test
  void losesTheMoveAndBothFees_whenAShortIsStopped() {
    Money closing = close(LINEAR, Side.SHORT, "100", "60000", "61000", "10");

    assertThat(closing.gross()).isEqualByComparingTo("-100");
    assertThat(closing.net()).isEqualByComparingTo("-107.26");
  }

  @Test
  void earnsInBase_whenAnInverseLongRises() {
    Money closing = close(INVERSE, Side.LONG, "10000", "50000", "55000", "10");

    assertThat(closing.gross()).isEqualByComparingTo("0.01818182");
    assertThat(closing.net()).isEqualByComparingTo("0.01795273");
  }

  @Test
  void losesInBase_whenAnInverseLongIsStopped() {
    Money closing = close(INVERSE, Side.LONG, "10000", "50000", "49000", "10");

    assertThat(closing.net()).isEqualByComparingTo("-0.00432408");
  }

  @Test
  void losesToTheGapTick_whenASpotStopGaps() {
    Money closing = close(SPOT, Side.LONG, "0.5", "2000", "1875.5", "1");

    assertThat(closing.gross()).isEqualByComparingTo("-62.25");
    assertThat(closing.openFee()).isEqualByComparingTo("1.00");
    assertThat(closing.closeFee()).isEqualByComparingTo("0.93775");
    assertThat(closing.net()).isEqualByComparingTo("-64.18775");
  }

  @Test
  void losesNoMoreThanTheMargin_whenAFuturesPositionGapsThroughIt() {
    Money closing = close(LINEAR, Side.LONG, "100", "60000", "50000", "10");

    assertThat(closing.gross()).isEqualByComparingTo("-1000");
    assertThat(closing.closeFee()).isEqualByComparingTo("3");
    assertThat(closing.insurance()).isEqualByComparingTo("403");
    assertThat(closing.net()).isEqualByComparingTo("-603.60");
  }

  @Test
  void paysTheFee_whenTheMarginCoversTheMoveButNotTheFee() {
    Money closing = close(LINEAR, Side.LONG, "100", "60000", "54001", "10");

    assertThat(closing.gross()).isEqualByComparingTo("-599.9");
    assertThat(closing.closeFee()).isEqualByComparingTo("3.24006");
    assertThat(closing.insurance()).isEqualByComparingTo("3.14006");
  }

  @Test
  void takesTheLiquidationFee_whenTheVenueCloses() {
    Contract dear = Contract.of(Instruments.withLiquidationFee(LINEAR, "0.001"));
    Closing.Open open = new Closing.Open(Side.LONG, d("100"), d("60000"), d("600"));

    assertThat(Closing.of(dear, open, d("100"), d("59000"), ExecutionKind.LIQUIDATION).closeFee())
        .isEqualByComparingTo("5.9");
    assertThat(Closing.of(dear, open, d("100"), d("59000"), ExecutionKind.STOP_LOSS).closeFee())
        .isEqualByComparingTo("3.54");
  }

  @Test
  void releasesItsShareOfTheMargin_andTheRestWithTheLastPart() {
    Contract contract = Contract.of(LINEAR);
    Closing.Open all = new Closing.Open(Side.LONG, d("3"), d("60000"), d("20"));
    Closing first = Closing.of(contract, all, d("1"), d("61000"), ExecutionKind.TAKE_PROFIT);
    Closing.Open rest =
        new Closing.Open(Side.LONG, d("2"), d("60000"), d("20").subtract(first.margin()));

    assertThat(first.margin()).isEqualByComparingTo("6.66666667");
    assertThat(Closing.of(contract, rest, d("2"), d("61000"), ExecutionKind.USER).margin())
        .isEqualByComparingTo("13.33333333");
  }

  @Test
  void leavesALossAsItIs_whenTheMarginCoversMoveAndFee() {
    Money closing = close(LINEAR, Side.SHORT, "100", "60000", "65900", "10");

    assertThat(closing.gross()).isEqualByComparingTo("-590");
    assertThat(closing.closeFee()).isEqualByComparingTo("3.954");
  }

  @Test
  void sumsItsPartsExactly_whenEachIsRounded() {
    Money closing = close(INVERSE, Side.SHORT, "7", "43210.7", "39999.9", "3");

    assertThat(closing.gross().scale()).isEqualTo(8);
    assertThat(closing.closeFee().scale()).isEqualTo(8);
    assertThat(closing.net().scale()).isEqualTo(8);
  }

  private static Money close(
      Instrument instrument,
      Side side,
      String quantity,
      String entry,
      String exit,
      String leverage) {
    Contract contract = Contract.of(instrument);
    BigDecimal openFee = contract.fee(d(quantity), d(entry));
    BigDecimal margin = contract.margin(d(quantity), d(entry), d(leverage));
    Closing.Open open = new Closing.Open(side, d(quantity), d(entry), margin);
    return new Money(
        openFee, Closing.of(contract, open, d(quantity), d(exit), ExecutionKind.STOP_LOSS));
  }

  /** A close with the fee of its opening. */
  private record Money(BigDecimal openFee, Closing closing) {
    BigDecimal gross() {
      return closing.gross();
    }

    BigDecimal closeFee() {
      return closing.closeFee();
    }

    BigDecimal insurance() {
      return closing.insurance();
    }

    BigDecimal net() {
      return closing.borne().subtract(openFee).subtract(closing.closeFee());
    }
  }
}
