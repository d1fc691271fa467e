package io.tickwire.rules.accounting;

import static io.tickwire.rules.accounting.Instruments.INVERSE;
import static io.tickwire.rules.accounting.Instruments.LINEAR;
import static io.tickwire.rules.accounting.Instruments.SPOT;
import static io.tickwire.rules.accounting.Instruments.d;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Side;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ClosingTest {
  @Test
  void losesTheMoveAndBothFees_whenALongIsStopped() {
    Closing closing = close(LINEAR, Side.LONG, "100", "60000", "59000", "10");

    assertThat(closing.gross()).isEqualByComparingTo("-100");
    assertThat(closing.openFee()).isEqualByComparingTo("3.60");
    assertThat(closing.closeFee()).isEqualByComparingTo("3.54");
    assertThat(closing.net()).isEqualByComparingTo("-107.14");
  }

  @Test
  void earnsTheMoveWithoutBothFees_whenALongMeetsItsTarget() {
    Closing closing = close(LINEAR, Side.LONG, "100", "60000", "62000", "10");

    assertThat(closing.gross()).isEqualByComparingTo("200");
    assertThat(closing.net()).isEqualByComparingTo("192.68");
  }

  @Test
  void earnsTheBetterTick_whenTheTargetGaps() {
    Closing closing = close(LINEAR, Side.LONG, "100", "60000", "62500", "10");

    assertThat(closing.net()).isEqualByComparingTo("242.65");
  }

  @Test
  void losesTheMoveAndBothFees_whenAShortIsStopped() {
    Closing closing = close(LINEAR, Side.SHORT, "100", "60000", "61000", "10");

    assertThat(closing.gross()).isEqualByComparingTo("-100");
    assertThat(closing.net()).isEqualByComparingTo("-107.26");
  }

  @Test
  void earnsInBase_whenAnInverseLongRises() {
    Closing closing = close(INVERSE, Side.LONG, "10000", "50000", "55000", "10");

    assertThat(closing.gross()).isEqualByComparingTo("0.01818182");
    assertThat(closing.net()).isEqualByComparingTo("0.01795273");
  }

  @Test
  void losesInBase_whenAnInverseLongIsStopped() {
    Closing closing = close(INVERSE, Side.LONG, "10000", "50000", "49000", "10");

    assertThat(closing.net()).isEqualByComparingTo("-0.00432408");
  }

  @Test
  void losesToTheGapTick_whenASpotStopGaps() {
    Closing closing = close(SPOT, Side.LONG, "0.5", "2000", "1875.5", "1");

    assertThat(closing.gross()).isEqualByComparingTo("-62.25");
    assertThat(closing.openFee()).isEqualByComparingTo("1.00");
    assertThat(closing.closeFee()).isEqualByComparingTo("0.93775");
    assertThat(closing.net()).isEqualByComparingTo("-64.18775");
  }

  @Test
  void losesNoMoreThanTheMargin_whenAFuturesPositionGapsThroughIt() {
    Closing closing = close(LINEAR, Side.LONG, "100", "60000", "50000", "10");

    assertThat(closing.gross()).isEqualByComparingTo("-600");
    assertThat(closing.closeFee()).isEqualByComparingTo("0");
    assertThat(closing.net()).isEqualByComparingTo("-603.60");
  }

  @Test
  void cutsOnlyTheFee_whenTheMarginCoversTheMoveButNotTheFee() {
    Closing closing = close(LINEAR, Side.LONG, "100", "60000", "54001", "10");

    assertThat(closing.gross()).isEqualByComparingTo("-599.9");
    assertThat(closing.closeFee()).isEqualByComparingTo("0.1");
  }

  @Test
  void leavesALossAsItIs_whenTheMarginCoversMoveAndFee() {
    Closing closing = close(LINEAR, Side.SHORT, "100", "60000", "65900", "10");

    assertThat(closing.gross()).isEqualByComparingTo("-590");
    assertThat(closing.closeFee()).isEqualByComparingTo("3.954");
  }

  @Test
  void sumsItsPartsExactly_whenEachIsRounded() {
    Closing closing = close(INVERSE, Side.SHORT, "7", "43210.7", "39999.9", "3");

    assertThat(closing.fees()).isEqualTo(closing.openFee().add(closing.closeFee()));
    assertThat(closing.net()).isEqualTo(closing.gross().subtract(closing.fees()));
    assertThat(closing.net().scale()).isEqualTo(8);
  }

  private static Closing close(
      Instrument instrument,
      Side side,
      String quantity,
      String entry,
      String exit,
      String leverage) {
    Contract contract = Contract.of(instrument);
    BigDecimal openFee = contract.fee(d(quantity), d(entry));
    BigDecimal margin = contract.margin(d(quantity), d(entry), d(leverage));
    return Closing.of(contract, side, d(quantity), d(entry), d(exit), openFee, margin);
  }
}
