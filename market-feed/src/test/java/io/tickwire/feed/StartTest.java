package io.tickwire.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.config.ConfigException;
import io.tickwire.common.config.Settings;
import io.tickwire.common.wire.TickKind;
import io.tickwire.testsupport.FreePort;
import io.tickwire.testsupport.RedisExtension;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StartTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  @Test
  void isNotReady_whileExchangeIsUnreachable() throws IOException {
    int nobody = FreePort.find();
    try (FeedRig rig = new FeedRig(REDIS.uri(), nobody, nobody, Map.of())) {
      assertThat(rig.conditions()).containsEntry("instruments", false);
    }
  }

  @Test
  void becomesReady_whenExchangeAppears() throws IOException {
    int spotPort = FreePort.find();
    try (FakeExchange futures = new FakeExchange();
        FeedRig rig = new FeedRig(REDIS.uri(), spotPort, futures.port(), Map.of())) {
      rig.demand("engine-1", "BTC-USDT");
      try (FakeExchange spot = new FakeExchange(spotPort)) {
        spot.awaitSubscribes(2);
        rig.awaitReady();
      }
    }
  }

  @Test
  void watchesConfiguredSymbols_whenNobodyDemandsThem() {
    try (FakeExchange exchange = new FakeExchange();
        FeedRig rig =
            new FeedRig(
                REDIS.uri(),
                exchange.port(),
                exchange.port(),
                Map.of("feed.symbols", "BTC-USDT"))) {
      exchange.awaitSubscribes(2);
      rig.awaitReady();
    }
  }

  @Test
  void announcesInstruments_onlyWhenTheyChange() {
    try (FakeExchange exchange = new FakeExchange();
        FeedRig rig = new FeedRig(REDIS.uri(), exchange.port(), exchange.port(), Map.of())) {
      rig.awaitReady();
      rig.forgetInstruments();
      int before = rig.announcements.get();
      Eventually.hold("stored again", () -> !rig.storedInstrument("BTC-USDT").equals("null"));
      Eventually.hold("announced", () -> rig.announcements.get() == before + 1);

      int calls = exchange.symbolCalls.get();
      Eventually.hold("three more refreshes", () -> exchange.symbolCalls.get() >= calls + 3);

      assertThat(rig.announcements).hasValue(before + 1);
    }
  }

  @Test
  void deliversTicks_whileRedisIsDown() throws IOException {
    try (FakeExchange exchange = new FakeExchange();
        FeedRig rig =
            new FeedRig(
                "redis://127.0.0.1:" + FreePort.find(),
                exchange.port(),
                exchange.port(),
                Map.of())) {
      rig.demand("engine-1", "BTC-USDT");
      exchange.awaitSubscribes(2);
      exchange.trade(7, "60000");

      assertThat(rig.tick("BTC-USDT", TickKind.TRADE).sequence()).isEqualTo(7);
      assertThat(rig.conditions()).containsEntry("instruments", false);
    }
  }

  @Test
  void opensAnotherSocket_whenOneIsFull() {
    try (Simulation exchange = new Simulation();
        FeedRig rig =
            new FeedRig(
                REDIS.uri(),
                exchange.spotPort(),
                exchange.futuresPort(),
                Map.of("feed.socket.chunk", "4"))) {
      rig.demand("engine-1", "BTC-USDT", "ETH-USDT", "SOL-USDT", "XBTUSDTM");

      Eventually.hold("nine topics", () -> exchange.topics().size() == 9);
      assertThat(exchange.connections()).hasSize(3);
      assertThat(rig.gauge("feed.sockets", "market", "spot")).isEqualTo(2);
      assertThat(rig.gauge("feed.topics.per.socket", "socket", "spot-1")).isEqualTo(4);
      assertThat(rig.context.telemetry().metrics().scrape())
          .contains("feed_topics_per_socket{", "feed_staleness_seconds{", "feed_ticks_total{");
    }
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "feed.socket.max-topics, 2",
    "feed.socket.chunk, many",
    "feed.replicas, 0",
    "feed.replicas, 9",
    "feed.flush.bytes, 10",
    "feed.flush.linger, soon",
    "feed.taker-fee-spot, cheap",
    "feed.subscribe.max-symbols, 0"
  })
  void refusesSetting_byName(String key, String value) {
    assertThatThrownBy(() -> FeedConfig.from(Settings.of(Map.of(key, value))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key);
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "feed.socket.chunk, 301",
    "feed.spot-url, ftp://example.org",
    "feed.futures-url, https://example.org/api",
    "feed.taker-fee-spot, 1.5",
    "feed.reconnect.longest, 10ms",
    "feed.flush.linger, 5s",
    "feed.instruments.refresh, 1ms",
    "feed.rest.reserved, 1990",
    "feed.rest.max-wait, 0ms",
    "feed.linger, -PT1S"
  })
  void refusesContradiction_byName(String key, String value) {
    assertThatThrownBy(() -> FeedConfig.from(Settings.of(Map.of(key, value))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }
}
