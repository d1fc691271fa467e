package io.tickwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Candles are what trades made of them, spelled as each half does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CandlesTest {
  private static final long MINUTE_MS = 1_795_219_200_000L;

  private final SimulatorRig rig = new SimulatorRig(SimulatorConfig.quiet());

  @BeforeAll
  void trade() {
    for (String symbol : new String[] {"BTC-USDT", "XBTUSDTM"}) {
      String[][] trades = {
        {"60000", "1"},
        {"62300", "2"},
        {"58800", "30000"},
        {"60500.5", "59999"},
        {"61000", "120000"}
      };
      for (String[] trade : trades) {
        rig.sim(
            "trades",
            "{\"symbol\":\""
                + symbol
                + "\",\"price\":\""
                + trade[0]
                + "\",\"size\":\"2\",\"time\":"
                + (MINUTE_MS + Long.parseLong(trade[1]))
                + "}");
      }
    }
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  @Test
  void spotIsNewestFirst_openCloseHighLow_inSeconds() {
    JsonNode rows =
        rig.data(rig.simulator.spotPort(), "/api/v1/market/candles?type=1min&symbol=BTC-USDT");

    assertThat(rows).hasSize(2);
    assertThat(rows.path(0).path(0).asText()).isEqualTo("1795219320");
    assertThat(rows.path(1))
        .isEqualTo(
            SimulatorRig.json(
                "[\"1795219200\",\"60000\",\"60500.5\",\"62300\",\"58800\",\"8\",\"483201\"]"));
  }

  @Test
  void futuresAreOldestFirst_openHighLowClose_inMilliseconds() {
    JsonNode rows =
        rig.data(
            rig.simulator.futuresPort(),
            "/api/v1/kline/query?granularity=1&symbol=XBTUSDTM&from=" + MINUTE_MS);

    assertThat(rows).hasSize(2);
    assertThat(rows.path(0))
        .isEqualTo(SimulatorRig.json("[1795219200000,60000,62300,58800,60500.5,8,483201]"));
  }

  @Test
  void givesOnlyWhatIsAskedFor() {
    assertThat(
            rig.data(
                rig.simulator.spotPort(),
                "/api/v1/market/candles?type=1min&symbol=BTC-USDT&startAt=1795219260&endAt=1795219320"))
        .isEmpty();
    assertThat(
            rig.data(
                rig.simulator.futuresPort(),
                "/api/v1/kline/query?granularity=1&symbol=XBTUSDTM&from="
                    + (MINUTE_MS + 60_000)
                    + "&to="
                    + (MINUTE_MS + 180_000)))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/market/candles?type=1min&symbol=NO-SUCH",
        "/api/v1/market/candles?type=1week&symbol=BTC-USDT",
        "/api/v1/market/candles?type=1min&symbol=BTC-USDT&startAt=soon",
        "/api/v1/market/candles?type=1min&symbol=BTC-USDT&startAt=-1"
      })
  void refusesWhatItCannotAnswer(String path) {
    JsonNode answer = SimulatorRig.json(rig.get(rig.simulator.spotPort(), path).bodyAsString());
    assertThat(answer.path("code").asText()).isEqualTo("400100");
  }

  @Test
  void listsAsManySymbolsAsItIsTold() {
    try (SimulatorRig large = new SimulatorRig(SimulatorConfig.quiet().withSymbols(1_000, 700))) {
      JsonNode spot = large.data(large.simulator.spotPort(), "/api/v2/symbols");
      JsonNode futures = large.data(large.simulator.futuresPort(), "/api/v1/contracts/active");
      assertThat(spot.findValuesAsText("symbol")).hasSize(1_000).doesNotHaveDuplicates();
      assertThat(futures.findValuesAsText("symbol")).hasSize(700).doesNotHaveDuplicates();
      assertThat(spot.path(0).path("symbol").asText()).isEqualTo("BTC-USDT");
    }
  }
}
