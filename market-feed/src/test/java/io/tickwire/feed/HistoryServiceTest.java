package io.tickwire.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.ticks.History;
import io.tickwire.common.ticks.WholeHistory;
import io.tickwire.common.wire.HistoryGap;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.common.wire.HistorySource;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.common.wire.Wire;
import io.tickwire.testsupport.RedisExtension;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.eventbus.Message;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** History asked over the bus, of a whole feed against the exchange simulator. */
final class HistoryServiceTest {
  private static final Duration LONG = Duration.ofSeconds(15);

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private Simulation exchange;
  private FeedRig rig;
  private History history;

  @BeforeEach
  void start() {
    exchange = new Simulation();
    rig = new FeedRig(REDIS.uri(), exchange.spotPort(), exchange.futuresPort(), Map.of());
    history = new History(rig.vertx, rig.members);
    rig.awaitReady();
  }

  @AfterEach
  void stop() {
    rig.close();
    exchange.close();
  }

  private static long nowNs() {
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
  }

  private static HistoryQuery since(String symbol, long sequence, long sinceNs) {
    return new HistoryQuery(symbol, TickKind.TRADE, sequence, sinceNs, HistoryQuery.NOW);
  }

  private WholeHistory ask(HistoryQuery query) {
    return TestContext.await(history.since(query, LONG));
  }

  private List<Long> trades(String symbol, int count) {
    List<Long> sequences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sequences.add(exchange.trade(symbol, "6000" + i % 10));
    }
    return sequences;
  }

  private static List<Long> sequences(WholeHistory whole) {
    return whole.ticks().stream()
        .filter(tick -> tick.kind() == TickKind.TRADE)
        .map(Tick::sequence)
        .toList();
  }

  @Test
  void tellsTradesFromBeforeItWatched_andGoesOnLive() {
    List<Long> before = trades("BTC-USDT", 5);
    rig.demand("engine-1", "BTC-USDT");

    WholeHistory whole = ask(since("BTC-USDT", before.get(1), nowNs() - 60_000_000_000L));

    assertThat(whole.isComplete()).isTrue();
    assertThat(whole.source()).isEqualTo(HistorySource.TRADES);
    assertThat(sequences(whole)).isEqualTo(before.subList(2, 5));
    assertThat(whole.ticks()).allMatch(Tick::recovered);
    long next = exchange.trade("BTC-USDT", "60123.4");
    rig.tick(tick -> tick.kind() == TickKind.TRADE && tick.sequence() == next);
    assertThat(whole.live()).isNotNull();
    assertThat(rig.counter("feed.history", "source", "trades")).isEqualTo(1);
  }

  @Test
  void tellsWhatItKeeps_withoutTheVenue() {
    rig.demand("engine-1", "BTC-USDT");
    exchange.awaitTopics("/market/match:BTC-USDT", "/market/ticker:BTC-USDT");
    List<Long> printed = trades("BTC-USDT", 4);
    rig.tick(tick -> tick.kind() == TickKind.TRADE && tick.sequence() == printed.get(3));

    WholeHistory whole = ask(since("BTC-USDT", printed.get(0), nowNs() - 1_000_000_000L));

    assertThat(whole.source()).isEqualTo(HistorySource.RING);
    assertThat(sequences(whole)).isEqualTo(printed.subList(1, 4));
  }

  @Test
  void tellsCandlesOfBothMarkets_whenTheTradesAreTooMany() {
    for (String symbol : List.of("BTC-USDT", "XBTUSDTM")) {
      long first = exchange.trade(symbol, "60000");
      exchange.trade(symbol, "70000");
      exchange.trade(symbol, "50000");
      List<Long> last = trades(symbol, 101);
      rig.demand("engine-1", "BTC-USDT", "XBTUSDTM");

      WholeHistory whole = ask(since(symbol, first, nowNs() - 60_000_000_000L));

      assertThat(whole.isComplete()).as(whole.reason()).isTrue();
      assertThat(whole.source()).isEqualTo(HistorySource.CANDLES);
      assertThat(sequences(whole)).isEqualTo(last.subList(1, 101));
      assertThat(whole.ticks())
          .filteredOn(tick -> tick.kind() == TickKind.CANDLE)
          .anyMatch(candle -> isPrice(candle, candle.second(), 70_000))
          .anyMatch(candle -> isPrice(candle, candle.ask(), 50_000));
    }
  }

  private static boolean isPrice(Tick tick, long digits, long whole) {
    return BigDecimal.valueOf(digits, tick.priceScale()).compareTo(BigDecimal.valueOf(whole)) == 0;
  }

  @Test
  void tellsMarks_thatItSaw() {
    rig.demand("engine-1", "XBTUSDTM");
    exchange.awaitTopics(
        "/contractMarket/execution:XBTUSDTM",
        "/contractMarket/ticker:XBTUSDTM",
        "/contract/instrument:XBTUSDTM");
    exchange.mark("XBTUSDTM", "59998.7", "59997.5");
    Tick first = rig.tick(tick -> tick.kind() == TickKind.MARK && tick.price() == 599_987);
    exchange.mark("XBTUSDTM", "61000.1", "59997.5");
    rig.tick(tick -> tick.kind() == TickKind.MARK && tick.price() == 610_001);

    WholeHistory whole =
        ask(
            new HistoryQuery(
                "XBTUSDTM", TickKind.MARK, 0, first.exchangeTimeNs() + 1, HistoryQuery.NOW));

    assertThat(whole.isComplete()).as(whole.reason()).isTrue();
    assertThat(whole.ticks()).anyMatch(mark -> mark.price() == 610_001);
    assertThat(whole.live()).isNotNull();
  }

  @Test
  void saysThatNobodySawTheMarks_whenItHasJustBegun() {
    rig.demand("engine-1", "XBTUSDTM");

    WholeHistory whole =
        ask(
            new HistoryQuery(
                "XBTUSDTM", TickKind.MARK, 0, nowNs() - 60_000_000_000L, HistoryQuery.NOW));

    assertThat(whole.missing()).isEqualTo(HistoryGap.UNSEEN);
    assertThat(whole.live()).as("live marks follow all the same").isNotNull();
  }

  @Test
  void tellsASymbolThatItDoesNotWatch_butNotThatLiveTicksFollow() {
    List<Long> printed = trades("ETH-USDT", 3);
    HistoryQuery query = since("ETH-USDT", printed.get(0), nowNs() - 60_000_000_000L);

    HistoryReply reply =
        TestContext.await(
            rig.vertx
                .eventBus()
                .<HistoryReply>request(Addresses.history("feed-a"), query, Wire.HISTORY_QUERY)
                .map(Message::body));

    assertThat(reply.isComplete()).isTrue();
    assertThat(reply.ticks()).extracting(Tick::sequence).isEqualTo(printed.subList(1, 3));
    assertThat(reply.live()).isNull();
  }

  @Test
  void refusesASymbolThatDoesNotExist() {
    WholeHistory whole =
        TestContext.await(history.since(since("NO-SUCH", 1, nowNs()), Duration.ofMillis(300)));

    assertThat(whole.missing()).isEqualTo(HistoryGap.UNKNOWN_SYMBOL);
    assertThat(whole.ticks()).isEmpty();
  }
}
