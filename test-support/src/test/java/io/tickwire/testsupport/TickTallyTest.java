package io.tickwire.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickFrameBuilder;
import org.junit.jupiter.api.Test;

class TickTallyTest {
  private static final long MINUTE_NS = 60_000_000_000L;

  private final TickTally tally = new TickTally();

  @Test
  void findsNothingMissing_whenEveryTradeCameInWhateverOrder() {
    take(trade(7), trade(8), trade(11), trade(10).asRecovered(), trade(9).asRecovered());

    assertThat(tally.missing()).isEmpty();
    assertThat(tally.trades()).isEqualTo(5);
    assertThat(tally.recovered()).isEqualTo(2);
  }

  @Test
  void namesTheHole_whenTradesDidNotCome() {
    take(trade(7), trade(12), trade(9));

    assertThat(tally.missing())
        .extracting(TickTally.Hole::from, TickTally.Hole::to)
        .containsExactlyInAnyOrder(tuple(8L, 8L), tuple(10L, 11L));
  }

  @Test
  void countsDuplicates_andOnlyThem() {
    take(trade(7), trade(8), trade(8), trade(7));

    assertThat(tally.duplicates()).isEqualTo(2);
    assertThat(tally.trades()).isEqualTo(2);
  }

  @Test
  void acceptsCandlesForAHole_onlyWhenEveryMinuteOfItHasOne() {
    take(trade(1), trade(130));
    take(candle(0), candle(1));
    assertThat(tally.missing()).hasSize(1);

    take(candle(2));
    assertThat(tally.missing()).isEmpty();
  }

  private void take(Tick... ticks) {
    TickFrameBuilder builder = new TickFrameBuilder(0, 1);
    for (Tick tick : ticks) {
      builder.add(tick);
    }
    tally.take(builder.build(0));
  }

  /** One a second. */
  private static Tick trade(long sequence) {
    return Tick.trade("BTC-USDT", sequence, sequence * 1_000_000_000L, 0, 1, 600_000, 0, 1);
  }

  private static Tick candle(long minute) {
    return Tick.candle("BTC-USDT", minute * MINUTE_NS / 1_000_000, 60_000, 0, 1, 1, 1, 1, 1);
  }
}
