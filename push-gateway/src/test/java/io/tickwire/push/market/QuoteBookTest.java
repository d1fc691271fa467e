package io.tickwire.push.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrameBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class QuoteBookTest {
  private static final long MS = 1_000_000;

  private final QuoteBook book = new QuoteBook();

  @BeforeEach
  void track() {
    book.track("X");
  }

  private boolean apply(Tick tick) {
    TickFrameBuilder builder = new TickFrameBuilder(0, 1);
    builder.add(tick);
    TickCursor cursor = builder.build(1).cursor();
    cursor.next();
    return book.apply(cursor);
  }

  private static Tick trade(long sequence, long timeMs, long tenths) {
    return Tick.trade("X", sequence, timeMs * MS, timeMs * MS + 5, 1, tenths, 0, 1);
  }

  private static Tick quote(long sequence, long timeMs, long last) {
    return Tick.quote("X", sequence, timeMs * MS, timeMs * MS, 1, last, 599, 601, 3, 1_500, 20);
  }

  @Test
  void knowsNothing_beforeTheFirstTick() {
    assertThat(book.quote("X", null)).isNull();
  }

  @Test
  void buildsUp_fromAllFourKinds() {
    apply(trade(1, 10, 600));
    apply(quote(1, 11, Tick.ABSENT));
    apply(Tick.funding("X", 9, 9 * MS, 6, -125, 28_800_000));
    apply(Tick.mark("X", 12, 12 * MS, 12 * MS, 2, 6_005, 3, 60_040));
    assertThat(book.quote("X", Market.FUTURES))
        .isEqualTo(
            new Quote(
                "X",
                Market.FUTURES,
                "60.0",
                "59.9",
                "60.1",
                "1.500",
                "0.020",
                "60.05",
                "60.040",
                "-0.000125",
                12,
                12 * MS));
  }

  @Test
  void ignores_duplicatesOlderOnesAndStrangers() {
    assertThat(apply(trade(5, 10, 600))).isTrue();
    assertThat(apply(trade(5, 11, 700))).isFalse();
    assertThat(apply(trade(4, 12, 800))).isFalse();
    assertThat(apply(Tick.trade("Y", 9, 1, 1, 1, 900, 0, 1))).isFalse();
    assertThat(book.quote("X", null)).extracting(Quote::last).isEqualTo("60.0");
  }

  @Test
  void takesTheLastPriceOfAQuote_onlyWhenItIsNewer() {
    apply(trade(1, 10, 600));
    apply(quote(1, 9, 590));
    assertThat(book.quote("X", null)).extracting(Quote::last).isEqualTo("60.0");
    apply(quote(2, 11, 610));
    assertThat(book.quote("X", null)).extracting(Quote::last).isEqualTo("61.0");
  }

  @Test
  void startsAnew_whenASymbolIsTrackedAgain() {
    apply(trade(5, 10, 600));
    book.forget("X");
    assertThat(apply(trade(6, 11, 610))).isFalse();
    book.track("X");
    assertThat(book.quote("X", null)).isNull();
    assertThat(apply(trade(5, 10, 600))).isTrue();
  }
}
