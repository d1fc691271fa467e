package io.tickwire.feed.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.HighsLows;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import java.math.BigDecimal;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ExtremesTest {
  private static final long MS = 1_000_000;
  private static final long DAY_MS = 86_400_000;
  private static final long T = 20_000 * DAY_MS;

  private final Extremes extremes = new Extremes();

  private void trade(long timeMs, long price) {
    extremes.offer(Tick.trade("X", timeMs, timeMs * MS, timeMs * MS, 1, price, 0, 1));
  }

  private HighsLows.Range trades(long sinceMs) {
    return Objects.requireNonNull(extremes.since("X", sinceMs).trade());
  }

  private static HighsLows.Range range(long fromMs, String high, String low, boolean complete) {
    return new HighsLows.Range(fromMs, new BigDecimal(high), new BigDecimal(low), complete);
  }

  @Test
  void tellsHighAndLow_bySecond() {
    trade(T, 600);
    trade(T + 1_500, 700);
    trade(T + 1_900, 500);
    trade(T + 9_000, 610);
    assertThat(trades(T)).isEqualTo(range(T, "70.0", "50.0", true));
    assertThat(trades(T + 1_999)).isEqualTo(range(T + 1_000, "70.0", "50.0", true));
    assertThat(trades(T + 2_000)).isEqualTo(range(T + 2_000, "61.0", "61.0", true));
  }

  @Test
  void knowsNothing_whereNoPriceWas() {
    trade(T, 600);
    assertThat(extremes.since("X", T + 1_000).trade()).isNull();
    assertThat(extremes.since("X", T).mark()).isNull();
    assertThat(extremes.since("Y", T).trade()).isNull();
  }

  @Test
  void isIncomplete_beforeTheFirstPrice() {
    trade(T + 5_000, 600);
    assertThat(trades(T + 4_999).complete()).isFalse();
    assertThat(trades(T + 5_000).complete()).isTrue();
  }

  @Test
  void isIncomplete_whileAGapIsOpen() {
    trade(T, 600);
    extremes.incomplete("X", TickKind.TRADE);
    trade(T + 5_000, 610);
    assertThat(trades(T).complete()).isFalse();
    assertThat(trades(T + 5_000).complete()).isFalse();

    extremes.settled("X", TickKind.TRADE, true, T + 6_000);

    assertThat(trades(T).complete()).isTrue();
  }

  @Test
  void isIncomplete_beforeTheEndOfAGapThatWasLost() {
    trade(T, 600);
    extremes.incomplete("X", TickKind.TRADE);
    extremes.settled("X", TickKind.TRADE, false, T + 6_000);
    trade(T + 7_000, 610);

    assertThat(trades(T + 5_999).complete()).isFalse();
    assertThat(trades(T + 6_000).complete()).isTrue();
  }

  @Test
  void marksAndTradesAreCompleteByThemselves() {
    trade(T, 600);
    extremes.offer(Tick.mark("X", T, T * MS, T * MS, 0, 5, 0, 5));
    extremes.incomplete("X", TickKind.MARK);

    assertThat(trades(T).complete()).isTrue();
    assertThat(Objects.requireNonNull(extremes.since("X", T).mark()).complete()).isFalse();
  }

  @Test
  void tellsByMinute_afterFiveMinutes() {
    trade(T, 900);
    trade(T + 59_000, 600);
    trade(T + 61_000, 700);
    trade(T + 400_000, 650);
    assertThat(trades(T + 60_500)).isEqualTo(range(T + 60_000, "70.0", "65.0", true));
    assertThat(trades(T + 30_000)).isEqualTo(range(T, "90.0", "60.0", true));
  }

  @Test
  void forgetsAfterADay() {
    for (long minute = 0; minute <= 2 * 1_440; minute++) {
      trade(T + minute * 60_000, 10_000 - minute);
    }
    long end = T + 2 * DAY_MS;
    assertThat(trades(end - DAY_MS + 60_000).high()).isEqualByComparingTo("855.9");
    assertThat(trades(end - DAY_MS + 60_000).complete()).isTrue();
    assertThat(trades(T).complete()).isFalse();
  }

  @Test
  void putsLatePrices_whereTheyBelong() {
    trade(T, 600);
    trade(T + 10_000, 600);
    trade(T + 20_000, 600);
    trade(T + 5_000, 900);
    trade(T + 10_000, 400);
    assertThat(trades(T + 5_000)).isEqualTo(range(T + 5_000, "90.0", "40.0", true));
    assertThat(trades(T + 6_000)).isEqualTo(range(T + 6_000, "60.0", "40.0", true));
    assertThat(trades(T + 11_000)).isEqualTo(range(T + 11_000, "60.0", "60.0", true));
  }

  @Test
  void takesCandles_forEveryPartOfTheirSpan() {
    trade(T, 600);
    trade(T + 130_000, 600);
    extremes.offer(Tick.candle("X", T + 60_000, 60_000, T * MS + 130_000 * MS, 1, 1, 990, 10, 1));
    assertThat(trades(T + 119_000)).isEqualTo(range(T + 119_000, "99.0", "1.0", true));
    assertThat(trades(T + 120_000)).isEqualTo(range(T + 120_000, "60.0", "60.0", true));
  }

  @Test
  void keepsMarksApart_andTheMostDigits() {
    trade(T, 600);
    extremes.offer(Tick.mark("X", 1, T * MS, T * MS, 1, 601, 0, 60));
    extremes.offer(Tick.mark("X", 2, T * MS, T * MS, 3, 60_005, 0, 60));
    extremes.offer(Tick.mark("X", 3, T * MS, T * MS, 2, 6_003, 0, 60));
    assertThat(extremes.since("X", T).mark()).isEqualTo(range(T, "60.100", "60.005", true));
    assertThat(trades(T)).isEqualTo(range(T, "60.0", "60.0", true));
  }

  @Test
  void isNotEmptied_byAPriceFromTheFuture() {
    trade(T, 600);
    extremes.offer(Tick.trade("X", 9, (T + 3 * DAY_MS) * MS, T * MS, 1, 700, 0, 1));
    assertThat(trades(T)).isEqualTo(range(T, "70.0", "60.0", true));
  }

  @Test
  void beginsAnew_whenTheDigitsDoNotFit() {
    trade(T, Long.MAX_VALUE / 2);
    extremes.offer(Tick.trade("X", 9, T * MS, T * MS, 9, 700, 0, 1));
    assertThat(extremes.since("X", T).trade()).isNull();
    trade(T + 1_000, 600);
    assertThat(trades(T + 1_000).complete()).isTrue();
    assertThat(trades(T).complete()).isFalse();
  }

  @Test
  void forgets_whatIsNotWatched() {
    trade(T, 600);
    extremes.forget("X");
    assertThat(extremes.since("X", T).trade()).isNull();
  }
}
