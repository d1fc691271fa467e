package io.tickwire.feed.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.feed.CallsOnPaper;
import io.tickwire.feed.ManualTimers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeederTest {
  private static final String QUOTES = "quotes BACKGROUND";
  private static final String MARKS = "marks BACKGROUND";

  private final ManualTimers timers = new ManualTimers();
  private final CallsOnPaper exchange = new CallsOnPaper();
  private final List<Tick> given = new ArrayList<>();
  private final Seeder seeder = new Seeder(timers, exchange, exchange, 1_000, given::add);

  private static Tick mark(String symbol) {
    return Tick.mark(symbol, 1, 1, 1, 0, 60_000, 0, 60_000);
  }

  @Test
  void asksOnceForAll_whenSymbolsComeTogether() {
    seeder.request(Market.FUTURES, "XBTUSDTM");
    seeder.request(Market.FUTURES, "ETHUSDTM");
    timers.advance(5);

    assertThat(exchange.asked()).containsExactly(QUOTES, MARKS);
    exchange.answer(QUOTES, Map.of());
    exchange.answer(MARKS, Map.of("XBTUSDTM", mark("XBTUSDTM"), "SOLUSDTM", mark("SOLUSDTM")));
    timers.advance(10_000);

    assertThat(given).containsExactly(mark("XBTUSDTM"));
    assertThat(exchange.asked()).isEmpty();
  }

  @Test
  void asksAgain_afterAFailure() {
    seeder.request(Market.FUTURES, "XBTUSDTM");
    timers.advance(5);
    exchange.asked();
    exchange.fail(QUOTES);
    exchange.answer(MARKS, Map.of());

    timers.advance(999);
    assertThat(exchange.asked()).isEmpty();
    timers.advance(1);
    assertThat(exchange.asked()).containsExactly(QUOTES, MARKS);
  }

  @Test
  void givesNothing_whenNobodyWantsItAnyMore() {
    seeder.request(Market.FUTURES, "XBTUSDTM");
    timers.advance(5);
    seeder.cancel("XBTUSDTM");

    exchange.answer(QUOTES, Map.of());
    exchange.answer(MARKS, Map.of("XBTUSDTM", mark("XBTUSDTM")));

    assertThat(given).isEmpty();
  }

  @Test
  void asksNothing_whenStopped() {
    seeder.request(Market.FUTURES, "XBTUSDTM");
    seeder.stop();
    timers.advance(5);

    assertThat(exchange.asked()).isEmpty();
  }
}
