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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@code /sim} calls and what they refuse. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ControlTest {

  private final SimulatorRig rig = new SimulatorRig(SimulatorConfig.quiet());

  @AfterAll
  void stop() {
    rig.close();
  }

  @Test
  void tradesAreAnsweredInOrder_whenPrintedAsAList() {
    JsonNode trades =
        rig.sim(
                "trades",
                """
                [{"symbol":"BTC-USDT","price":"60000.1","time":1729843222921},
                 {"symbol":"XBTUSDTM","price":60001.2,"size":"3"},
                 {"symbol":"BTC-USDT","price":"59999","unknown":true}]
                """)
            .path("trades");
    assertThat(trades.findValuesAsText("symbol"))
        .containsExactly("BTC-USDT", "XBTUSDTM", "BTC-USDT");
    assertThat(trades.findValuesAsText("price")).containsExactly("60000.1", "60001.2", "59999");
    assertThat(trades.path(0).path("time").asLong()).isEqualTo(1_729_843_222_921_000_000L);
    assertThat(trades.path(2).path("sequence").asLong())
        .isEqualTo(trades.path(0).path("sequence").asLong() + 1);
  }

  @Test
  void futuresPortAnswersToo_whenControlled() {
    String body = "{\"symbol\":\"ETH-USDT\",\"price\":\"3001\"}";
    HttpResponse<Buffer> answer = rig.post(rig.simulator.futuresPort(), "/sim/trades", body);
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"symbol\":\"NO-SUCH\",\"price\":\"1\"}; unknown_symbol; symbol",
        "{\"price\":\"1\"}; bad_request; symbol",
        "{\"symbol\":\"BTC-USDT\"}; bad_request; price",
        "{\"symbol\":\"BTC-USDT\",\"price\":\"60000.15\"}; bad_request; multiple of 0.1",
        "{\"symbol\":\"BTC-USDT\",\"price\":\"0\"}; bad_request; price",
        "{\"symbol\":\"BTC-USDT\",\"price\":-1}; bad_request; price",
        "{\"symbol\":\"BTC-USDT\",\"price\":\"NaN\"}; bad_request; price",
        "{\"symbol\":\"BTC-USDT\",\"price\":\"1e999999999\"}; bad_request; price",
        "{\"symbol\":\"BTC-USDT\",\"price\":\"1e-999999999\"}; bad_request; price",
        "{\"symbol\":\"BTC-USDT\",\"price\":true}; bad_request; price",
        "{\"symbol\":\"BTC-USDT\",\"price\":\"60000\",\"size\":\"0\"}; bad_request; size",
        "{\"symbol\":\"BTC-USDT\",\"price\":\"60000\",\"size\":\"0.000000001\"}; bad_request; size",
        "{\"symbol\":\"XBTUSDTM\",\"price\":\"60000\",\"size\":\"1.5\"}; bad_request; size",
        "{\"symbol\":\"BTC-USDT\",\"price\":\"60000\",\"time\":\"now\"}; bad_request; time",
        "{\"symbol\":\"BTC-USDT\",\"price\":\"60000\",\"time\":0}; bad_request; time",
        "{\"symbol\":\"BTC-USDT\",\"price\":NaN}; bad_json; not JSON",
        "7; bad_request; list",
        "[; bad_json; not JSON"
      })
  void tradeIsRefusedWithASentence_whenItMakesNoSense(String body, String code, String words) {
    assertRefused("trades", body, code, words);
  }

  @Test
  void nothingPrints_whenOneOfTheListIsBad() {
    WireClient client = rig.spot();
    client.subscribe("/market/match:LTC-USDT");
    assertRefused(
        "trades",
        "[{\"symbol\":\"LTC-USDT\",\"price\":\"80\"},{\"symbol\":\"LTC-USDT\",\"price\":\"80.001\"}]",
        "bad_request",
        "[1].price");
    assertThat(client.takeUntilPong()).isEmpty();
    assertThat(rig.data(rig.simulator.spotPort(), "/api/v1/market/histories?symbol=LTC-USDT"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"symbol\":\"BTC-USDT\",\"mark_price\":\"1\"}; bad_request; symbol",
        "{\"symbol\":\"XBTUSDTM\"}; bad_request; mark_price",
        "{\"symbol\":\"XBTUSDTM\",\"mark_price\":\"0\"}; bad_request; mark_price",
        "{\"symbol\":\"XBTUSDTM\",\"mark_price\":\"1\",\"index_price\":\"-1\"}; bad_request;"
            + " index_price"
      })
  void markIsRefusedWithASentence_whenItMakesNoSense(String body, String code, String words) {
    assertRefused("marks", body, code, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"mode\":\"replay\",\"file\":\"a\"}; no_recordings; TICKWIRE_SIM_REPLAY_DIR",
        "{\"mode\":\"replay\"}; bad_request; file",
        "{\"mode\":\"paused\",\"file\":\"a\"}; bad_request; file",
        "{\"mode\":\"fast\"}; bad_request; mode",
        "{\"trades_per_second\":0}; bad_request; trades_per_second",
        "{\"trades_per_second\":\"10\"}; bad_request; trades_per_second",
        "{\"seed\":1.5}; bad_request; seed",
        "[]; bad_request; object"
      })
  void runIsRefusedWithASentence_whenItMakesNoSense(String body, String code, String words) {
    assertRefused("run", body, code, words);
  }

  private void assertRefused(String call, String body, String code, String words) {
    HttpResponse<Buffer> answer = rig.post(rig.simulator.spotPort(), "/sim/" + call, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.getHeader("content-type")).isEqualTo("application/problem+json");
    JsonNode problem = SimulatorRig.json(answer.bodyAsString());
    assertThat(problem.path("code").asText()).isEqualTo(code);
    assertThat(problem.path("detail").asText()).contains(words).endsWith(".");
    assertThat(problem.path("status").asInt()).isEqualTo(400);
  }

  @Test
  void controlCallIsNotFound_whenThereIsNone() {
    HttpResponse<Buffer> answer = rig.post(rig.simulator.spotPort(), "/sim/nothing", "{}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.getHeader("content-type")).isEqualTo("application/problem+json");
  }

  @Test
  void bodyIsRefused_whenTooLarge() {
    HttpResponse<Buffer> answer =
        rig.post(rig.simulator.spotPort(), "/sim/trades", " ".repeat(5 * 1024 * 1024));
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void connectionsTellMarketAndTopics_whenSocketsAreOpen() {
    try (SimulatorRig own = new SimulatorRig(SimulatorConfig.quiet())) {
      WireClient spot = own.spot();
      WireClient futures = own.futures();
      spot.subscribe("/market/match:BTC-USDT,ETH-USDT");
      futures.subscribe("/contractMarket/execution:XBTUSDTM");
      JsonNode rows = own.simGet("connections").path("connections");

      assertThat(rows.findValuesAsText("market")).containsExactly("spot", "futures");
      assertThat(rows.findValuesAsText("connection_id")).doesNotHaveDuplicates();
      assertThat(texts(rows.path(0).path("topics")))
          .containsExactlyInAnyOrder("/market/match:BTC-USDT", "/market/match:ETH-USDT");
      assertThat(rows.path(0).path("age_ms").isIntegralNumber()).isTrue();
      assertThat(rows.path(0).path("last_message_ms").asLong())
          .isBetween(0L, rows.path(0).path("age_ms").asLong());
    }
  }

  @Test
  void tradesPrintUnasked_whenTheWalkIsStarted() {
    try (SimulatorRig own = new SimulatorRig(SimulatorConfig.quiet())) {
      WireClient client = own.spot();
      client.subscribe("/market/match:BTC-USDT");
      JsonNode run =
          own.sim("run", "{\"mode\":\"random_walk\",\"seed\":9,\"trades_per_second\":5000}");
      assertThat(run)
          .isEqualTo(
              SimulatorRig.json(
                  "{\"mode\":\"random_walk\",\"seed\":9,\"trades_per_second\":5000}"));
      assertThat(client.take("message").path("subject").asText()).isEqualTo("trade.l3match");

      own.sim("run", "{\"mode\":\"paused\"}");
      client.takeUntilPong();
      assertThat(own.sim("run", "{}").path("mode").asText()).isEqualTo("paused");
      assertThat(client.takeUntilPong()).isEmpty();
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }
}
