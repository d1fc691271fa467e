package io.tickwire.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Rendezvous;
import io.tickwire.common.cluster.Role;
import io.tickwire.common.market.Decimals;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.common.wire.Wire;
import io.tickwire.testsupport.RedisExtension;
import io.tickwire.testsupport.TestContext;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole feed against the exchange simulator, over real sockets and a real Redis. */
final class FeedServiceTest {
  private static final String MATCH = "/market/match:BTC-USDT";
  private static final String TICKER = "/market/ticker:BTC-USDT";
  private static final List<String> FEEDS = List.of("feed-a", "feed-b");

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private Simulation exchange;
  private FeedRig rig;

  @BeforeEach
  void start() {
    exchange = new Simulation();
    rig = new FeedRig(REDIS.uri(), exchange.spotPort(), exchange.futuresPort(), Map.of());
  }

  @AfterEach
  void stop() {
    rig.close();
    exchange.close();
  }

  private void demandBitcoin() {
    rig.demand("engine-1", "BTC-USDT");
    exchange.awaitTopics(MATCH, TICKER);
  }

  @Test
  void callsForDemand_whenItHasJustCome() {
    rig.vertx
        .eventBus()
        .<String>consumer(
            Addresses.DEMAND_CALL,
            call -> {
              if (call.body().equals("feed-a")) {
                rig.demand("engine-1", "BTC-USDT");
              }
            });

    exchange.awaitTopics(MATCH, TICKER);
  }

  @Test
  void isNotReady_beforeItKnowsWhatIsWanted() {
    assertThat(rig.conditions()).containsEntry("demand", false);

    demandBitcoin();

    assertThat(rig.conditions()).containsEntry("demand", true);
  }

  @Test
  void isReady_whenNobodyWantsAnything() {
    rig.awaitReady();

    assertThat(rig.conditions()).containsEntry("demand", true);
  }

  @Test
  void deliversTradeExactly_whenDemanded() {
    demandBitcoin();

    long sequence = exchange.trade("BTC-USDT", "60123.4");

    Tick tick = rig.tick("BTC-USDT", TickKind.TRADE);
    assertThat(Decimals.format(tick.price(), tick.priceScale())).isEqualTo("60123.4");
    assertThat(tick.sequence()).isEqualTo(sequence);
    assertThat(tick.recovered()).isFalse();
    assertThat(tick.exchangeTimeNs()).isPositive().isLessThanOrEqualTo(tick.receivedNs());
  }

  @Test
  void deliversQuoteWithLastPrice_whenTraded() {
    demandBitcoin();

    long sequence = exchange.trade("BTC-USDT", "60123.4");

    Tick quote = rig.tick(t -> t.kind() == TickKind.QUOTE && t.sequence() == sequence);
    assertThat(Decimals.format(quote.price(), quote.priceScale())).isEqualTo("60123.4");
    assertThat(quote.second()).isLessThan(quote.ask()).isPositive();
  }

  @Test
  void deliversTradeAndMark_whenContractDemanded() {
    rig.demand("engine-1", "XBTUSDTM");
    exchange.awaitTopics(
        "/contractMarket/execution:XBTUSDTM",
        "/contractMarket/ticker:XBTUSDTM",
        "/contract/instrument:XBTUSDTM");

    long sequence = exchange.trade("XBTUSDTM", "59999.9");
    exchange.mark("XBTUSDTM", "59998.77", "59997.5");

    assertThat(rig.tick("XBTUSDTM", TickKind.TRADE).sequence()).isEqualTo(sequence);
    Tick mark =
        rig.tick(t -> t.kind() == TickKind.MARK && t.price() == 5_999_877 && t.priceScale() == 2);
    assertThat(Decimals.format(mark.second(), mark.sizeScale())).isEqualTo("59997.5");
    assertThat(mark.sequence()).isEqualTo(mark.exchangeTimeNs() / 1_000_000);
  }

  @Test
  void deliversFirstPrices_whenNothingTrades() {
    rig.demand("engine-1", "BTC-USDT");
    Tick quote = rig.tick("BTC-USDT", TickKind.QUOTE);
    assertThat(Decimals.toBigDecimal(quote.price(), quote.priceScale()))
        .isEqualByComparingTo("60000");

    rig.demand("engine-1", "BTC-USDT", "XBTUSDTM");
    Tick mark = rig.tick("XBTUSDTM", TickKind.MARK);
    assertThat(Decimals.toBigDecimal(mark.price(), mark.priceScale()))
        .isEqualByComparingTo("60000");
  }

  @Test
  void storesInstruments_whenExchangeAnswers() {
    rig.awaitReady();

    Instrument spot = Json.read(rig.storedInstrument("BTC-USDT"), Instrument.class);
    assertThat(spot.tickSize()).isEqualByComparingTo("0.1");
    assertThat(spot.market()).isEqualTo(Market.SPOT);
    Instrument inverse = Json.read(rig.storedInstrument("XBTUSDM"), Instrument.class);
    assertThat(inverse.inverse()).isTrue();
    assertThat(inverse.multiplier()).isEqualByComparingTo(BigDecimal.ONE);
    assertThat(inverse.settle()).isEqualTo("XBT");
    assertThat(inverse.maintenanceRate()).isEqualByComparingTo("0.004");
  }

  @Test
  void ignoresSymbol_whenItIsNoInstrument() {
    rig.awaitReady();

    rig.demand("engine-1", "NOPE-USDT", "BTC-USDT");

    exchange.awaitTopics(MATCH, TICKER);
    assertThat(rig.counter("feed.demand.unknown")).isEqualTo(1);
  }

  @Test
  void repeatsLastTrade_whenAnotherNodeDemandsIt() {
    demandBitcoin();
    long sequence = exchange.trade("BTC-USDT", "60123.4");
    rig.tick("BTC-USDT", TickKind.TRADE);

    rig.demand("gateway-1", "BTC-USDT");

    assertThat(rig.tick("BTC-USDT", TickKind.TRADE).sequence()).isEqualTo(sequence);
  }

  @Test
  void repeatsNothing_whenDemandIsRenewed() {
    demandBitcoin();
    exchange.trade("BTC-USDT", "60123.4");
    rig.tick("BTC-USDT", TickKind.TRADE);

    rig.demand("engine-1", "BTC-USDT");
    long next = exchange.trade("BTC-USDT", "60123.5");

    assertThat(rig.tick("BTC-USDT", TickKind.TRADE).sequence()).isEqualTo(next);
  }

  @Test
  void comesBackByItself_whenExchangeRestarts() {
    demandBitcoin();

    exchange.restart();
    exchange.awaitTopics(MATCH, TICKER);
    long sequence = exchange.trade("BTC-USDT", "60200");

    assertThat(rig.tick("BTC-USDT", TickKind.TRADE).sequence()).isEqualTo(sequence);
    assertThat(rig.counter("feed.reconnects", "market", "spot")).isPositive();
  }

  @Test
  void unsubscribesOnTheSameSocket_whenOneOfTwoIsUnwanted() {
    rig.demand("engine-1", "BTC-USDT", "ETH-USDT");
    Eventually.hold("four topics", () -> exchange.topics().size() == 4);
    String connection = exchange.connections().path(0).path("connection_id").asText();

    rig.demand("engine-1", "BTC-USDT");

    exchange.awaitTopics(MATCH, TICKER);
    assertThat(exchange.connections()).hasSize(1);
    assertThat(exchange.connections().path(0).path("connection_id").asText()).isEqualTo(connection);
  }

  @Test
  void closesSocket_whenNobodyWantsIt() {
    demandBitcoin();

    rig.demand("engine-1");

    Eventually.hold("no connection", () -> exchange.connections().isEmpty());
  }

  @Test
  void servesItsShareOnly_whenThereAreTwoFeeds() {
    rig.awaitReady();
    rig.members.set(Role.FEED, "feed-a", "feed-b");
    List<String> symbols = List.of("BTC-USDT", "ETH-USDT", "SOL-USDT", "XRP-USDT", "DOGE-USDT");

    rig.demand("engine-1", symbols.toArray(String[]::new));

    String[] mine =
        symbols.stream()
            .filter(symbol -> Rendezvous.isOwner("feed-a", symbol, FEEDS, 1))
            .flatMap(
                symbol -> List.of("/market/match:" + symbol, "/market/ticker:" + symbol).stream())
            .toArray(String[]::new);
    exchange.awaitTopics(mine);
    assertThat(mine.length).isBetween(1, symbols.size() * 2 - 1);
  }

  @Test
  void takesOver_whenTheOtherFeedDies() {
    rig.awaitReady();
    rig.members.set(Role.FEED, "feed-a", "feed-b");
    String theirs = firstOf("feed-b");
    rig.demand("engine-1", theirs);

    rig.members.set(Role.FEED, "feed-a");

    exchange.awaitTopics("/market/match:" + theirs, "/market/ticker:" + theirs);
  }

  @Test
  void keepsAMovedSymbol_whenUnwantedOnesAreLetGo() {
    rig.awaitReady();
    String theirs = firstOf("feed-b");
    String ours = firstOf("feed-a");
    rig.demand("engine-1", theirs, ours);
    Eventually.hold("four topics", () -> exchange.topics().size() == 4);

    rig.members.set(Role.FEED, "feed-a", "feed-b");
    rig.demand("engine-1", theirs);

    exchange.awaitTopics("/market/match:" + theirs, "/market/ticker:" + theirs);
    assertThat(rig.gauge("feed.symbols.wanted")).isEqualTo(1);
    assertThat(rig.gauge("feed.symbols.watched")).isEqualTo(1);
  }

  private static String firstOf(String feed) {
    return List.of("BTC-USDT", "ETH-USDT", "SOL-USDT", "XRP-USDT", "DOGE-USDT").stream()
        .filter(symbol -> Rendezvous.isOwner(feed, symbol, FEEDS, 1))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void closesASocket_whenTheOthersHaveRoomForItsSymbols() {
    rig.close();
    rig =
        new FeedRig(
            REDIS.uri(),
            exchange.spotPort(),
            exchange.futuresPort(),
            Map.of("feed.socket.chunk", "6"));
    rig.demand("engine-1", "BTC-USDT", "ETH-USDT", "SOL-USDT", "XRP-USDT");
    Eventually.hold("two sockets", () -> exchange.connections().size() == 2);

    rig.demand("engine-1", "BTC-USDT", "XRP-USDT");

    Eventually.hold("one socket", () -> exchange.connections().size() == 1);
    assertThat(exchange.topics())
        .contains("/market/match:BTC-USDT", "/market/match:XRP-USDT")
        .hasSize(4);
  }

  @Test
  void countsArmedSymbols() {
    rig.vertx
        .eventBus()
        .publish(
            Addresses.DEMAND,
            new Demand("engine-1", Set.of("BTC-USDT", "ETH-USDT"), 60_000, Set.of("BTC-USDT")),
            Wire.DEMAND);

    Eventually.hold("counted", () -> rig.gauge("feed.symbols.armed") == 1);
    assertThat(rig.gauge("feed.symbols.wanted")).isEqualTo(2);
  }

  @Test
  void numbersFramesWithoutHoles() {
    demandBitcoin();
    for (int i = 0; i < 5; i++) {
      exchange.trade("BTC-USDT", "6000" + i);
      rig.tick("BTC-USDT", TickKind.TRADE);
    }

    assertThat(rig.frames.stream().map(frame -> frame.feedId()).distinct()).hasSize(1);
    assertThat(rig.frames.stream().map(frame -> frame.sequence()))
        .isEqualTo(java.util.stream.LongStream.rangeClosed(1, rig.frames.size()).boxed().toList());
  }

  @Test
  void closesItsSockets_whenStopped() {
    demandBitcoin();

    TestContext.await(rig.feed.stop());

    Eventually.hold("no connection", () -> exchange.connections().isEmpty());
  }
}
