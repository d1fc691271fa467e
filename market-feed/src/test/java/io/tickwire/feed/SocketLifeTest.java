package io.tickwire.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.venue.kucoin.SeedRows;
import io.tickwire.testsupport.FreePort;
import io.tickwire.testsupport.RedisExtension;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the feed lives with an exchange that misbehaves. */
final class SocketLifeTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private FakeExchange exchange;
  private FeedRig rig;

  @BeforeEach
  void start() {
    exchange = new FakeExchange();
    rig = new FeedRig(REDIS.uri(), exchange.port(), exchange.port(), Map.of());
    rig.awaitReady();
  }

  @AfterEach
  void stop() {
    rig.close();
    exchange.close();
  }

  private void subscribed() {
    rig.demand("engine-1", "BTC-USDT");
    exchange.awaitSubscribes(2);
  }

  @Test
  void takesNewTokenEachTime_whenCut() {
    subscribed();

    for (int cut = 1; cut <= 3; cut++) {
      exchange.cut();
      exchange.awaitSubscribes(2L + cut * 2L);
    }

    assertThat(exchange.tokensUsed).hasSize(4);
    assertThat(new HashSet<>(exchange.tokensUsed)).hasSize(4);
    assertThat(exchange.tokensGiven).containsAll(exchange.tokensUsed);
  }

  @Test
  void subscribesAnew_whenCut() {
    subscribed();

    exchange.cut();
    exchange.awaitSubscribes(4);
    exchange.trade(10, "60001.5");

    assertThat(rig.tick("BTC-USDT", TickKind.TRADE).sequence()).isEqualTo(10);
  }

  @Test
  void comesBackWithNewToken_whenTokenIsRefused() {
    exchange.refusal =
        "{\"id\":\"x\",\"type\":\"error\",\"code\":401,\"data\":\"token is expired\"}";
    rig.demand("engine-1", "BTC-USDT");
    Eventually.hold("two refusals", () -> exchange.tokensUsed.size() >= 2);

    exchange.refusal = "";

    exchange.awaitSubscribes(2);
    assertThat(new HashSet<>(exchange.tokensUsed)).hasSameSizeAs(exchange.tokensUsed);
    assertThat(rig.counter("feed.reconnects", "market", "spot")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void comesBack_whenNobodyListensAtTheEndpoint() throws IOException {
    exchange.endpointPort = FreePort.find();
    rig.demand("engine-1", "BTC-USDT");
    Eventually.hold("three tokens", () -> exchange.tokensGiven.size() >= 3);

    exchange.endpointPort = 0;

    exchange.awaitSubscribes(2);
  }

  @Test
  void pingsByJson_whenConnected() {
    exchange.pingIntervalMs = 50;

    subscribed();

    Eventually.hold(
        "two pings",
        () ->
            exchange.received.contains("{\"id\":\"ping-1\",\"type\":\"ping\"}")
                && exchange.received.contains("{\"id\":\"ping-2\",\"type\":\"ping\"}"));
    assertThat(exchange.tokensUsed).hasSize(1);
  }

  @Test
  void reconnects_whenPongIsMissing() {
    exchange.pingIntervalMs = 50;
    exchange.pongs = false;

    rig.demand("engine-1", "BTC-USDT");

    Eventually.hold("a second connection", () -> exchange.tokensUsed.size() >= 2);
  }

  @Test
  void reconnects_whenPongIsMissingThoughDataFlows() {
    exchange.pingIntervalMs = 50;
    exchange.pongs = false;
    subscribed();
    long timer = rig.vertx.setPeriodic(10, tick -> exchange.trade(tick, "60000"));

    Eventually.hold("a second connection", () -> exchange.tokensUsed.size() >= 2);

    assertThat(rig.vertx.cancelTimer(timer)).isTrue();
  }

  @Test
  void asksAgain_whenAckIsMissing() {
    exchange.acks = false;

    rig.demand("engine-1", "BTC-USDT");

    exchange.awaitSubscribes(4);
    assertThat(exchange.tokensUsed).hasSize(1);
  }

  @Test
  void isNotReady_whileWantedSocketIsDown() {
    exchange.welcomes = false;
    rig.demand("engine-1", "BTC-USDT");
    Eventually.hold("a connection", () -> !exchange.tokensUsed.isEmpty());

    assertThat(rig.conditions()).containsEntry("exchange_sockets", false);
  }

  @Test
  void survivesGarbage_andCountsIt() {
    subscribed();

    exchange.send("nonsense");
    exchange.trade(11, "-5");
    exchange.trade(12, "60002");

    assertThat(rig.tick("BTC-USDT", TickKind.TRADE).sequence()).isEqualTo(12);
    assertThat(rig.counter("feed.rejected", "reason", "not_json")).isEqualTo(1);
    assertThat(rig.counter("feed.rejected", "reason", "bad_price")).isEqualTo(1);
    assertThat(exchange.tokensUsed).hasSize(1);
  }

  @Test
  void dropsRepetitions_andCountsThem() {
    subscribed();

    exchange.trade(20, "60000");
    exchange.trade(20, "60000");
    exchange.trade(21, "60001");
    exchange.trade(20, "50000");
    exchange.trade(22, "60002");

    for (long sequence = 20; sequence <= 22; sequence++) {
      assertThat(rig.tick("BTC-USDT", TickKind.TRADE).sequence()).isEqualTo(sequence);
    }
    assertThat(rig.counter("feed.duplicates", "market", "spot", "kind", "trade")).isEqualTo(2);
  }

  @Test
  void publishesAStragglerAsRecovered() {
    subscribed();
    exchange.trade(20, "60000");
    exchange.trade(21, "60001");

    exchange.trade(19, "50000");

    Tick late = rig.tick(tick -> tick.sequence() == 19);
    assertThat(late.recovered()).isTrue();
  }

  @Test
  void givesFirstQuoteByRest_whenSocketIsSilent() {
    rig.demand("engine-1", "BTC-USDT");

    Tick quote = rig.tick("BTC-USDT", TickKind.QUOTE);

    assertThat(quote.sequence()).isEqualTo(SeedRows.BEFORE_ALL);
    assertThat(quote)
        .extracting(Tick::price, Tick::second, Tick::ask, Tick::priceScale)
        .containsExactly(600_000L, 599_999L, 600_001L, 1);
  }

  @Test
  void asksForFirstPriceAgain_whenRefused() {
    exchange.failsTickers = true;
    rig.demand("engine-1", "BTC-USDT");
    Eventually.hold("two calls", () -> exchange.tickerCalls.get() >= 2);

    exchange.failsTickers = false;

    assertThat(rig.tick("BTC-USDT", TickKind.QUOTE).sequence()).isEqualTo(SeedRows.BEFORE_ALL);
  }

  @Test
  void showsItsSockets_inStatistics() {
    subscribed();
    exchange.trade(30, "60000");
    rig.tick("BTC-USDT", TickKind.TRADE);

    Eventually.hold(
        "all acknowledged",
        () -> rig.feed.stats().sockets().stream().allMatch(s -> s.acknowledged() == 2));
    assertThat(Json.write(rig.feed.stats()))
        .contains("\"id\":\"spot-1\"", "\"state\":\"LIVE\"", "\"topics\":2", "\"watched\":1");
  }
}
