package io.tickwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Payloads of the spot half: which fields, and which of them are strings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SpotTopicsTest {

  private final SimulatorRig rig = new SimulatorRig(SimulatorConfig.quiet());

  @AfterAll
  void stop() {
    rig.close();
  }

  @Test
  void matchHasStringsAndNanoseconds_whenATradePrints() {
    WireClient client = rig.spot();
    client.subscribe("/market/match:BTC-USDT");
    JsonNode printed =
        rig.sim(
                "trades",
                "[{\"symbol\":\"BTC-USDT\",\"price\":\"60123.40\",\"size\":\"0.00250000\",\"time\":1729843222921000001}]")
            .path("trades")
            .path(0);

    JsonNode frame = client.take("message");
    assertThat(frame.path("topic").asText()).isEqualTo("/market/match:BTC-USDT");
    assertThat(frame.path("subject").asText()).isEqualTo("trade.l3match");
    JsonNode data = frame.path("data");
    assertThat(data.properties()).allMatch(field -> field.getValue().isTextual());
    assertThat(data.path("symbol").asText()).isEqualTo("BTC-USDT");
    assertThat(data.path("price").asText()).isEqualTo("60123.4");
    assertThat(data.path("size").asText()).isEqualTo("0.0025");
    assertThat(data.path("side").asText()).isEqualTo("buy");
    assertThat(data.path("time").asText()).isEqualTo("1729843222921000001");
    assertThat(data.path("sequence").asText()).isEqualTo(printed.path("sequence").asText());
    assertThat(data.path("type").asText()).isEqualTo("match");
    assertThat(data.path("tradeId").asText()).isNotEmpty();
    assertThat(data.path("takerOrderId").asText()).matches("[0-9a-f]{24}");
    assertThat(data.path("makerOrderId").asText())
        .matches("[0-9a-f]{24}")
        .isNotEqualTo(data.path("takerOrderId").asText());
  }

  @Test
  void tickerHasLastAndBestPrices_whenATradePrints() {
    WireClient client = rig.spot();
    client.subscribe("/market/ticker:ETH-USDT");
    rig.sim(
        "trades",
        "{\"symbol\":\"ETH-USDT\",\"price\":\"3000\",\"size\":\"1.5\",\"time\":1729843222921}");

    JsonNode frame = client.take("message");
    assertThat(frame.path("topic").asText()).isEqualTo("/market/ticker:ETH-USDT");
    assertThat(frame.path("subject").asText()).isEqualTo("trade.ticker");
    JsonNode data = frame.path("data");
    assertThat(data.path("price").textValue()).isEqualTo("3000");
    assertThat(data.path("size").textValue()).isEqualTo("1.5");
    assertThat(data.path("bestBid").textValue()).isEqualTo("2999.99");
    assertThat(data.path("bestAsk").textValue()).isEqualTo("3000.01");
    assertThat(data.path("bestBidSize").isTextual()).isTrue();
    assertThat(data.path("bestAskSize").isTextual()).isTrue();
    assertThat(data.path("sequence").isTextual()).isTrue();
    assertThat(data.path("time").isIntegralNumber()).isTrue();
    assertThat(data.path("time").asLong()).isEqualTo(1_729_843_222_921L);
  }

  @Test
  void tickerOfAllNamesTheSymbolAsSubject_whenAnySymbolTrades() {
    WireClient client = rig.spot();
    client.subscribe("/market/ticker:all");
    rig.sim("trades", "[{\"symbol\":\"SOL-USDT\",\"price\":\"150.01\"}]");
    JsonNode frame = client.take("message");
    assertThat(frame.path("topic").asText()).isEqualTo("/market/ticker:all");
    assertThat(frame.path("subject").asText()).isEqualTo("SOL-USDT");
    assertThat(frame.path("data").path("price").textValue()).isEqualTo("150.01");
  }

  @Test
  void tickerIsASample_whenTradesComeFasterThanItsWindow() {
    WireClient client = rig.spot();
    client.subscribe("/market/ticker:XRP-USDT");
    rig.sim(
        "trades",
        """
        [{"symbol":"XRP-USDT","price":"0.61"},
         {"symbol":"XRP-USDT","price":"0.5"},
         {"symbol":"XRP-USDT","price":"0.62"}]
        """);
    // The first at once, then the newest; the wick between them is never told.
    assertThat(client.take("message").path("data").path("price").textValue()).isEqualTo("0.61");
    assertThat(client.take("message").path("data").path("price").textValue()).isEqualTo("0.62");
  }

  @Test
  void snapshotIsNestedAndHasNumbers_whenTwoSecondsAreOver() {
    WireClient client = rig.spot();
    client.subscribe("/market/snapshot:KCS-USDT");
    rig.sim("trades", "{\"symbol\":\"KCS-USDT\",\"price\":\"11\"}");
    JsonNode frame = client.take("message");
    JsonNode summary = frame.path("data").path("data");
    assertThat(frame.path("subject").asText()).isEqualTo("trade.snapshot");
    assertThat(frame.path("data").path("sequence").isTextual()).isTrue();
    assertThat(summary.path("symbol").asText()).isEqualTo("KCS-USDT");
    assertThat(summary.path("lastTradedPrice").isNumber()).isTrue();
    assertThat(summary.path("lastTradedPrice").decimalValue()).isEqualByComparingTo("11");
    assertThat(summary.path("changeRate").decimalValue()).isEqualByComparingTo("0.1");
    assertThat(summary.path("buy").decimalValue()).isEqualByComparingTo("10.999");
    assertThat(summary.path("datetime").isIntegralNumber()).isTrue();
  }

  @Test
  void snapshotsOfAMarketTellOnlyItsSymbols_whenTwoSecondsAreOver() {
    WireClient client = rig.spot();
    client.subscribe("/market/snapshot:BTC");
    rig.sim(
        "trades",
        "[{\"symbol\":\"BCH-USDT\",\"price\":\"400\"},{\"symbol\":\"ETH-BTC\",\"price\":\"0.05\"}]");
    JsonNode frame = client.take("message");
    assertThat(frame.path("topic").asText()).isEqualTo("/market/snapshot:BTC");
    assertThat(frame.path("data").path("data").path("symbol").asText()).isEqualTo("ETH-BTC");
    assertThat(frame.path("data").path("data").path("market").asText()).isEqualTo("BTC");
  }

  @Test
  void candleIsTheMinuteSoFar_whenEachTradePrints() {
    WireClient client = rig.spot();
    client.subscribe("/market/candles:UNI-USDT_1min");
    rig.sim(
        "trades",
        """
        [{"symbol":"UNI-USDT","price":"8","size":"2","time":1729843200000},
         {"symbol":"UNI-USDT","price":"7.5","size":"2","time":1729843259999},
         {"symbol":"UNI-USDT","price":"7.75","size":"2","time":1729843260000}]
        """);
    assertThat(client.take("message").path("data").path("candles").path(0).asText())
        .isEqualTo("1729843200");
    JsonNode second = client.take("message");
    assertThat(second.path("topic").asText()).isEqualTo("/market/candles:UNI-USDT_1min");
    assertThat(second.path("subject").asText()).isEqualTo("trade.candles.update");
    assertThat(second.path("data"))
        .isEqualTo(
            SimulatorRig.json(
                """
                {"symbol":"UNI-USDT","candles":["1729843200","8","7.5","8","7.5","4","31"],
                 "time":1729843259999000000}
                """));
    assertThat(client.take("message").path("data").path("candles").path(1).asText())
        .isEqualTo("7.75");
  }

  @Test
  void sequencesRiseByOne_whenTradesPrint() {
    WireClient client = rig.spot();
    client.subscribe("/market/match:ADA-USDT");
    rig.sim(
        "trades",
        "[{\"symbol\":\"ADA-USDT\",\"price\":\"0.45\"},{\"symbol\":\"ADA-USDT\",\"price\":\"0.44\"}]");
    JsonNode first = client.take("message").path("data");
    JsonNode second = client.take("message").path("data");
    assertThat(second.path("sequence").asLong()).isEqualTo(first.path("sequence").asLong() + 1);
    assertThat(second.path("side").asText()).isEqualTo("sell");
  }

  @Test
  void sequencesSetOutFromTheClock_whenStarted() {
    long before = System.currentTimeMillis();
    try (SimulatorRig later = new SimulatorRig(SimulatorConfig.quiet())) {
      JsonNode answer = later.sim("trades", "{\"symbol\":\"BTC-USDT\",\"price\":\"60000\"}");
      assertThat(answer.path("trades").path(0).path("sequence").asLong())
          .isGreaterThan(before * 1_000)
          .isLessThanOrEqualTo(System.currentTimeMillis() * 1_000 + 1);
    }
  }
}
