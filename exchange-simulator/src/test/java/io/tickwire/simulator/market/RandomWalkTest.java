package io.tickwire.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RandomWalkTest {

  private static final long START_MS = 1_700_000_000_000L;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 7, -42})
  void tradesAreTheSame_whenTheSeedIs(long seed) {
    assertThat(walk(seed, 2_000)).isEqualTo(walk(seed, 2_000));
  }

  @Test
  void tradesDiffer_whenTheSeedDoes() {
    assertThat(walk(1, 100)).isNotEqualTo(walk(2, 100));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 99})
  void tradesLieOnTheirGridsAndSequencesRise_whenWalking(long seed) {
    Map<String, Long> sequences = new HashMap<>();
    for (Trade trade : walk(seed, 20_000)) {
      Instrument instrument = trade.instrument();
      assertThat(trade.price()).isPositive();
      assertThat(instrument.isOnTick(trade.price())).isTrue();
      assertThat(instrument.isOnSizeStep(trade.size())).isTrue();
      assertThat(trade.size()).isGreaterThanOrEqualTo(instrument.minSize());
      Long before = sequences.put(instrument.symbol(), trade.sequence());
      assertThat(trade.sequence()).isEqualTo((before == null ? START_MS * 1_000 : before) + 1);
    }
    assertThat(sequences).hasSize(InstrumentCatalog.of(30, 12).size());
  }

  @Test
  void walkGoesOnFromThere_whenATradeWasPrintedFarAway() {
    TradingFloor floor = floor();
    Instrument btc = state(floor, "BTC-USDT").instrument();
    floor.print(new TradeOrder(btc, new BigDecimal("30000"), BigDecimal.ONE, 1));
    RandomWalk walk = new RandomWalk(floor, 5);
    Trade next = walk.next(2);
    while (next.instrument() != btc) {
      next = walk.next(2);
    }
    assertThat(next.price()).isBetween(new BigDecimal("29997"), new BigDecimal("30003"));
  }

  private static List<Trade> walk(long seed, int trades) {
    RandomWalk walk = new RandomWalk(floor(), seed);
    List<Trade> printed = new ArrayList<>();
    for (int i = 0; i < trades; i++) {
      printed.add(walk.next(i));
    }
    return printed;
  }

  private static TradingFloor floor() {
    return new TradingFloor(InstrumentCatalog.of(30, 12), START_MS);
  }

  private static InstrumentState state(TradingFloor floor, String symbol) {
    InstrumentState state = floor.find(symbol);
    if (state == null) {
      throw new AssertionError(symbol);
    }
    return state;
  }
}
