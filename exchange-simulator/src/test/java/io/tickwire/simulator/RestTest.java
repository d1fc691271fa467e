package io.tickwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RestTest {

  private final SimulatorRig rig = new SimulatorRig(SimulatorConfig.quiet());
  private final int spot = rig.simulator.spotPort();
  private final int futures = rig.simulator.futuresPort();

  @AfterAll
  void stop() {
    rig.close();
  }

  @Test
  void symbolsCarryTheirGrids_whenListed() {
    JsonNode rows = rig.data(spot, "/api/v2/symbols");
    JsonNode btc = row(rows, "BTC-USDT");
    assertThat(rows).hasSizeGreaterThanOrEqualTo(25);
    assertThat(btc.path("priceIncrement").textValue()).isEqualTo("0.1");
    assertThat(btc.path("baseIncrement").textValue()).isEqualTo("0.00000001");
    assertThat(btc.path("baseMinSize").textValue()).isEqualTo("0.00001");
    assertThat(btc.path("baseCurrency").textValue()).isEqualTo("BTC");
    assertThat(btc.path("quoteCurrency").textValue()).isEqualTo("USDT");
    assertThat(btc.path("enableTrading").booleanValue()).isTrue();
    assertThat(btc.path("callauctionPriceFloor").isNull()).isTrue();
    assertThat(row(rows, "ETH-USDT").path("priceIncrement").textValue()).isEqualTo("0.01");
  }

  @Test
  void currenciesAreThoseOfThePairs_whenListed() {
    assertThat(rig.data(spot, "/api/v3/currencies").findValuesAsText("currency"))
        .contains("BTC", "ETH", "USDT", "USDC")
        .doesNotHaveDuplicates();
  }

  @Test
  void contractsCarryTheirTerms_whenListed() {
    JsonNode rows = rig.data(futures, "/api/v1/contracts/active");
    JsonNode linear = row(rows, "XBTUSDTM");
    JsonNode inverse = row(rows, "XBTUSDM");
    assertThat(rows).hasSizeGreaterThanOrEqualTo(10);
    assertThat(linear.path("multiplier").decimalValue()).isEqualByComparingTo("0.001");
    assertThat(linear.path("tickSize").decimalValue()).isEqualByComparingTo("0.1");
    assertThat(linear.path("lotSize").asInt()).isEqualTo(1);
    assertThat(linear.path("takerFeeRate").decimalValue()).isEqualByComparingTo("0.0006");
    assertThat(linear.path("maintainMargin").decimalValue()).isEqualByComparingTo("0.004");
    assertThat(linear.path("maxLeverage").asInt()).isEqualTo(125);
    assertThat(linear.path("settleCurrency").asText()).isEqualTo("USDT");
    assertThat(linear.path("isInverse").booleanValue()).isFalse();
    assertThat(linear.path("status").asText()).isEqualTo("Open");
    assertThat(linear.path("markPrice").isNumber()).isTrue();
    assertThat(linear.path("nextFundingRateTime").asLong()).isBetween(1L, 28_800_000L);
    assertThat(inverse.path("multiplier").decimalValue()).isEqualByComparingTo("-1");
    assertThat(inverse.path("isInverse").booleanValue()).isTrue();
    assertThat(inverse.path("settleCurrency").asText()).isEqualTo("XBT");
    assertThat(row(rows, "ETHUSDTM").path("multiplier").decimalValue())
        .isEqualByComparingTo("0.01");
  }

  @Test
  void tickersFollow_whenTradesPrint() {
    rig.sim(
        "trades",
        "[{\"symbol\":\"UNI-USDT\",\"price\":\"8.5\"},{\"symbol\":\"LINKUSDTM\",\"price\":\"15.5\"}]");

    JsonNode all = rig.data(spot, "/api/v1/market/allTickers");
    JsonNode uni = row(all.path("ticker"), "UNI-USDT");
    assertThat(all.path("time").isIntegralNumber()).isTrue();
    assertThat(uni.path("last").textValue()).isEqualTo("8.5");
    assertThat(uni.path("buy").textValue()).isEqualTo("8.4999");
    assertThat(uni.path("sell").textValue()).isEqualTo("8.5001");

    JsonNode stats = rig.data(spot, "/api/v1/market/stats?symbol=UNI-USDT");
    assertThat(stats.path("last").textValue()).isEqualTo("8.5");
    assertThat(stats.path("time").isIntegralNumber()).isTrue();

    JsonNode level1 = rig.data(spot, "/api/v1/market/orderbook/level1?symbol=UNI-USDT");
    assertThat(level1.path("price").textValue()).isEqualTo("8.5");
    assertThat(level1.path("sequence").isTextual()).isTrue();

    JsonNode link = row(rig.data(futures, "/api/v1/allTickers"), "LINKUSDTM");
    assertThat(link.path("price").textValue()).isEqualTo("15.5");
    assertThat(link.path("sequence").isIntegralNumber()).isTrue();
    assertThat(rig.data(futures, "/api/v1/ticker?symbol=LINKUSDTM")).isEqualTo(link);
    JsonNode contract = row(rig.data(futures, "/api/v1/contracts/active"), "LINKUSDTM");
    assertThat(contract.path("lastTradePrice").decimalValue()).isEqualByComparingTo("15.5");
    assertThat(contract.path("markPrice").decimalValue()).isEqualByComparingTo("15.5");
  }

  @Test
  void historiesHoldTheNewestHundred_whenMoreTradesPrinted() {
    List<String> trades = new ArrayList<>();
    for (int i = 1; i <= 120; i++) {
      trades.add("{\"symbol\":\"DOT-USDT\",\"price\":\"6.%04d\"}".formatted(i));
      trades.add("{\"symbol\":\"ADAUSDTM\",\"price\":\"0.4%04d\"}".formatted(i));
    }
    rig.sim("trades", trades.toString());

    JsonNode spotRows = rig.data(spot, "/api/v1/market/histories?symbol=DOT-USDT");
    assertThat(spotRows).hasSize(100);
    assertThat(spotRows.path(99).path("price").textValue()).isEqualTo("6.012");
    assertThat(spotRows.path(0).path("price").textValue()).isEqualTo("6.0021");
    assertThat(spotRows.path(0).path("time").isIntegralNumber()).isTrue();

    JsonNode futuresRows = rig.data(futures, "/api/v1/trade/history?symbol=ADAUSDTM");
    assertThat(futuresRows).hasSize(100);
    assertThat(futuresRows.path(0).path("price").textValue()).isEqualTo("0.4012");
    assertThat(futuresRows.path(0).path("ts").isIntegralNumber()).isTrue();
  }

  @Test
  void timestampIsMilliseconds_whenAsked() {
    long now = System.currentTimeMillis();
    assertThat(rig.data(spot, "/api/v1/timestamp").asLong()).isBetween(now - 60_000, now + 60_000);
    assertThat(rig.data(futures, "/api/v1/timestamp").asLong())
        .isBetween(now - 60_000, now + 60_000);
  }

  @Test
  void answerIs200WithAnErrorCode_whenTheSymbolIsUnknown() {
    assertFailure(rig.get(spot, "/api/v1/market/histories?symbol=NO-SUCH"), 200, "400100");
    assertFailure(rig.get(spot, "/api/v1/market/orderbook/level1?symbol=XBTUSDTM"), 200, "400100");
    assertFailure(rig.get(spot, "/api/v1/market/orderbook/level1"), 200, "400100");
    assertFailure(rig.get(futures, "/api/v1/trade/history?symbol=BTC-USDT"), 200, "200003");
    assertFailure(rig.get(futures, "/api/v1/mark-price/NOSUCH/current"), 200, "200003");
  }

  @Test
  void answerIs404_whenThePathIsUnknown() {
    assertFailure(rig.get(spot, "/api/v9/nothing"), 404, "404");
    assertFailure(rig.get(futures, "/api/v2/symbols"), 404, "404");
  }

  @Test
  void poolRunsDry_whenAskedForTooMuch() {
    try (SimulatorRig own = new SimulatorRig(SimulatorConfig.quiet())) {
      int port = own.simulator.spotPort();
      for (int i = 0; i < 133; i++) {
        assertThat(own.get(port, "/api/v1/market/allTickers").statusCode()).isEqualTo(200);
      }
      HttpResponse<Buffer> refused = own.get(port, "/api/v1/market/allTickers");
      assertFailure(refused, 429, "429000");
      assertThat(refused.getHeader("gw-ratelimit-remaining")).isEqualTo("5");
    }
  }

  @Test
  void rootSaysWhatThisIs_whenOpenedInABrowser() {
    HttpResponse<Buffer> page = rig.get(spot, "/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.getHeader("content-type")).startsWith("text/plain");
    assertThat(page.bodyAsString()).contains("exchange simulator");
  }

  private static void assertFailure(HttpResponse<Buffer> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    JsonNode body = SimulatorRig.json(answer.bodyAsString());
    assertThat(body.path("code").textValue()).isEqualTo(code);
    assertThat(body.path("msg").asText()).isNotBlank();
  }

  private static JsonNode row(JsonNode rows, String symbol) {
    for (JsonNode row : rows) {
      if (row.path("symbol").asText().equals(symbol)) {
        return row;
      }
    }
    throw new AssertionError("no row of " + symbol);
  }
}
