package io.tickwire.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TradingFloorTest {

  private static final Instrument PENNY =
      new SpotInstrument(
          "PENNY",
          "USDT",
          new BigDecimal("0.02"),
          new BigDecimal("0.01"),
          BigDecimal.ONE,
          BigDecimal.ONE);

  private static final Instrument PERPETUAL =
      new FuturesContract(
          "XUSDTM",
          "X",
          "USDT",
          new BigDecimal("100"),
          new BigDecimal("0.1"),
          new BigDecimal("0.001"),
          10,
          new BigDecimal("0.01"));

  private final TradingFloor floor = new TradingFloor(List.of(PENNY, PERPETUAL), 1_000);

  @Test
  void quoteMovesWithTheTrade_whenPrinted() {
    print(PENNY, "5.00");
    assertThat(state(PENNY).quote().bid()).isEqualByComparingTo("4.99");
    assertThat(state(PENNY).quote().ask()).isEqualByComparingTo("5.01");
  }

  @Test
  void bidStaysAboveZero_whenTheTradeIsAtTheLowestTick() {
    print(PENNY, "0.01");
    assertThat(state(PENNY).quote().bid()).isEqualByComparingTo("0.01");
  }

  @Test
  void sideFollowsTheTick_whenPrinted() {
    assertThat(print(PENNY, "0.03").side()).isEqualTo(Side.BUY);
    assertThat(print(PENNY, "0.02").side()).isEqualTo(Side.SELL);
    assertThat(print(PENNY, "0.02").side()).isEqualTo(Side.BUY);
  }

  @Test
  void tapeKeepsTheNewestThousand_whenMorePrinted() {
    for (int i = 0; i <= TradeTape.CAPACITY; i++) {
      print(PENNY, "1");
    }
    List<Trade> all = state(PENNY).tape().oldestFirst(Integer.MAX_VALUE);
    assertThat(all).hasSize(TradeTape.CAPACITY);
    assertThat(all.get(0).sequence()).isEqualTo(1_000L * 1_000 + 2);
  }

  @Test
  void marksApproachTheTrade_whenDrifting() {
    print(PERPETUAL, "110");
    floor.driftMarks(state(PERPETUAL));
    assertThat(state(PERPETUAL).marks().mark()).isEqualByComparingTo("102.5");
    assertThat(state(PERPETUAL).marks().index()).isEqualByComparingTo("103.3");
  }

  @Test
  void marksAreExactAndTimeNeverGoesBack_whenSet() {
    floor.setMarks(PERPETUAL, new BigDecimal("99.98765"), new BigDecimal("99"), 5_000);
    floor.setMarks(PERPETUAL, new BigDecimal("98.12345"), new BigDecimal("97"), 4_000);
    assertThat(state(PERPETUAL).marks())
        .isEqualTo(new Marks(new BigDecimal("98.12345"), new BigDecimal("97"), 5_000));
  }

  @Test
  void orderIsRefused_whenOffTheGrid() {
    assertThatThrownBy(() -> print(PENNY, "0.015")).hasMessageContaining("price=0.015");
    assertThatThrownBy(() -> print(PENNY, "0")).hasMessageContaining("price=0");
    assertThatThrownBy(() -> new TradeOrder(PENNY, BigDecimal.ONE, new BigDecimal("0.5"), 1))
        .hasMessageContaining("size=0.5");
  }

  @Test
  void floorIsRefused_whenTwoInstrumentsShareASymbol() {
    assertThatThrownBy(() -> new TradingFloor(List.of(PENNY, PENNY), 1))
        .hasMessageContaining("PENNY-USDT");
  }

  private Trade print(Instrument instrument, String price) {
    return floor.print(new TradeOrder(instrument, new BigDecimal(price), BigDecimal.ONE, 1));
  }

  private InstrumentState state(Instrument instrument) {
    InstrumentState state = floor.find(instrument.symbol());
    if (state == null) {
      throw new AssertionError(instrument);
    }
    return state;
  }
}
