package io.tickwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.simulator.server.RunConfig;
import io.tickwire.simulator.server.RunMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Payloads of the futures half: which fields, and which of them are strings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FuturesTopicsTest {

  private static final String TRADE =
      "[{\"symbol\":\"XBTUSDTM\",\"price\":\"59000.5\",\"size\":7,\"time\":1731898619520000001}]";

  private final SimulatorRig rig = new SimulatorRig(SimulatorConfig.quiet());

  @AfterAll
  void stop() {
    rig.close();
  }

  @Test
  void executionHasIntegersAndAStringPrice_whenATradePrints() {
    WireClient client = rig.futures();
    client.subscribe("/contractMarket/execution:XBTUSDTM");
    rig.sim("trades", TRADE);

    JsonNode frame = client.take("message");
    JsonNode data = frame.path("data");
    assertThat(frame.path("topic").asText()).isEqualTo("/contractMarket/execution:XBTUSDTM");
    assertThat(frame.path("subject").asText()).isEqualTo("match");
    assertThat(frame.path("sn").isIntegralNumber()).isTrue();
    assertThat(frame.path("sn")).isEqualTo(data.path("sequence"));
    assertThat(data.path("symbol").asText()).isEqualTo("XBTUSDTM");
    assertThat(data.path("price").textValue()).isEqualTo("59000.5");
    assertThat(data.path("size").isIntegralNumber()).isTrue();
    assertThat(data.path("size").asInt()).isEqualTo(7);
    assertThat(data.path("ts").isIntegralNumber()).isTrue();
    assertThat(data.path("ts").asLong()).isEqualTo(1_731_898_619_520_000_001L);
    assertThat(data.path("side").asText()).isIn("buy", "sell");
    assertThat(data.path("tradeId").isTextual()).isTrue();
    assertThat(data.path("takerOrderId").isTextual()).isTrue();
    assertThat(data.path("makerOrderId").isTextual()).isTrue();
  }

  @Test
  void tickerHasTheLastPrice_whenATradePrints() {
    WireClient client = rig.futures();
    client.subscribe("/contractMarket/ticker:XBTUSDTM");
    rig.sim("trades", TRADE);
    JsonNode frame = client.take("message");
    JsonNode data = frame.path("data");
    assertThat(frame.path("subject").asText()).isEqualTo("ticker");
    assertThat(data.path("price").textValue()).isEqualTo("59000.5");
    assertThat(data.path("size").asInt()).isEqualTo(7);
    assertThat(data.path("side").isTextual()).isTrue();
    assertThat(data.path("tradeId").isTextual()).isTrue();
    assertQuote(data);
  }

  @Test
  void tickerV2HasNoLastPrice_whenATradePrints() {
    WireClient client = rig.futures();
    client.subscribe("/contractMarket/tickerV2:XBTUSDTM");
    rig.sim("trades", TRADE);
    JsonNode frame = client.take("message");
    assertThat(frame.path("subject").asText()).isEqualTo("tickerV2");
    assertThat(frame.path("data").has("price")).isFalse();
    assertQuote(frame.path("data"));
  }

  private static void assertQuote(JsonNode data) {
    assertThat(data.path("bestBidPrice").textValue()).isEqualTo("59000.4");
    assertThat(data.path("bestAskPrice").textValue()).isEqualTo("59000.6");
    assertThat(data.path("bestBidSize").isIntegralNumber()).isTrue();
    assertThat(data.path("bestAskSize").isIntegralNumber()).isTrue();
    assertThat(data.path("sequence").isIntegralNumber()).isTrue();
    assertThat(data.path("ts").asLong()).isEqualTo(1_731_898_619_520_000_001L);
  }

  @Test
  void candleOfTheMinuteArrives_whenTheSecondIsOver() {
    WireClient client = rig.futures();
    client.subscribe("/contractMarket/limitCandle:LINKUSDTM_1min");
    rig.sim(
        "trades",
        """
        [{"symbol":"LINKUSDTM","price":"15","size":3,"time":1729843200000},
         {"symbol":"LINKUSDTM","price":"14.5","size":4,"time":1729843201000}]
        """);
    JsonNode frame = client.take("message");
    assertThat(frame.path("topic").asText())
        .isEqualTo("/contractMarket/limitCandle:LINKUSDTM_1min");
    assertThat(frame.path("subject").asText()).isEqualTo("candle.stick");
    assertThat(frame.path("data").path("symbol").asText()).isEqualTo("LINKUSDTM");
    assertThat(frame.path("data").path("candles"))
        .isEqualTo(
            SimulatorRig.json("[\"1729843200\",\"15\",\"14.5\",\"15\",\"14.5\",\"7\",\"7\"]"));
    assertThat(frame.path("data").path("time").asLong())
        .isBetween(1_700_000_000_000L, 9_999_999_999_999L);
  }

  @Test
  void marksAreNumbers_whenSetByControl() {
    WireClient client = rig.futures();
    client.subscribe("/contract/instrument:ETHUSDTM");
    rig.sim(
        "marks", "[{\"symbol\":\"ETHUSDTM\",\"mark_price\":\"2950.123\",\"index_price\":2951}]");
    JsonNode frame = client.take("message");
    JsonNode data = frame.path("data");
    assertThat(frame.path("subject").asText()).isEqualTo("mark.index.price");
    assertThat(data.path("markPrice").isNumber()).isTrue();
    assertThat(data.path("markPrice").decimalValue()).isEqualByComparingTo("2950.123");
    assertThat(data.path("indexPrice").decimalValue()).isEqualByComparingTo("2951");
    assertThat(data.path("granularity").asInt()).isEqualTo(1_000);
    assertThat(data.path("timestamp").isIntegralNumber()).isTrue();
  }

  @Test
  void markFollows_whenAFuturesTradeIsPrintedByControl() {
    WireClient client = rig.futures();
    client.subscribe("/contract/instrument:SOLUSDTM");
    rig.sim("trades", "[{\"symbol\":\"SOLUSDTM\",\"price\":\"149.5\"}]");
    JsonNode data = client.take("message").path("data");
    assertThat(data.path("markPrice").decimalValue()).isEqualByComparingTo("149.5");
    JsonNode current = rig.data(rig.simulator.futuresPort(), "/api/v1/mark-price/SOLUSDTM/current");
    assertThat(current.path("value").decimalValue()).isEqualByComparingTo("149.5");
    assertThat(current.path("symbol").asText()).isEqualTo("SOLUSDTM");
  }

  @Test
  void commaListIsTaken_whenOnFutures() {
    WireClient client = rig.futures();
    client.subscribe("/contractMarket/execution:XBTUSDM,ETHUSDM");
    rig.sim(
        "trades",
        "[{\"symbol\":\"XBTUSDM\",\"price\":\"60000\"},{\"symbol\":\"ETHUSDM\",\"price\":\"3000\"}]");
    assertThat(client.take().path("topic").asText()).isEqualTo("/contractMarket/execution:XBTUSDM");
    assertThat(client.take().path("topic").asText()).isEqualTo("/contractMarket/execution:ETHUSDM");
  }

  @Test
  void marksLeaveOnWholeSeconds_whenTheMarketWalks() {
    RunConfig walk = new RunConfig(RunMode.RANDOM_WALK, 7, 2_000);
    try (SimulatorRig walking = new SimulatorRig(SimulatorConfig.quiet().withRun(walk))) {
      WireClient client = walking.futures();
      client.subscribe("/contract/instrument:XBTUSDTM");
      JsonNode data = client.take("message").path("data");
      assertThat(data.path("timestamp").asLong() % 1_000).isZero();
      assertThat(data.path("markPrice").decimalValue()).isPositive();
    }
  }
}
