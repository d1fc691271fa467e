package io.tickwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the exchange answers to client frames. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FramesTest {

  private static final String TRADE = "{\"symbol\":\"BTC-USDT\",\"price\":\"60000.1\"}";

  private final SimulatorRig rig;

  FramesTest() {
    SimulatorConfig quiet = SimulatorConfig.quiet();
    rig = new SimulatorRig(quiet.withLimits(quiet.limits().withMaxTopics(6, 4)));
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  @Test
  void pongEchoesIdAndTellsMicroseconds_whenPinged() {
    JsonNode pong = rig.spot().answerTo("{\"id\":1545910590801,\"type\":\"ping\"}");

    assertThat(pong.path("type").asText()).isEqualTo("pong");
    assertThat(pong.path("id").isTextual()).isTrue();
    assertThat(pong.path("id").asText()).isEqualTo("1545910590801");
    Instant told = Instant.EPOCH.plus(pong.path("timestamp").asLong(), ChronoUnit.MICROS);
    assertThat(told).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
  }

  @ParameterizedTest
  @CsvSource({"1545910660739,1545910660739", "\"a/b@@c\",a/b@@c", "\"\",''"})
  void ackEchoesIdAsString_whenAskedFor(String sent, String echoed) {
    JsonNode ack =
        rig.spot()
            .answerTo(
                "{\"id\":%s,\"type\":\"subscribe\",\"topic\":\"/market/match:ETH-USDT\",\"privateChannel\":false,\"response\":true,\"sn\":null,\"data\":null,\"extra\":1}"
                    .formatted(sent));
    assertThat(ack.path("type").asText()).isEqualTo("ack");
    assertThat(ack.path("id").isTextual()).isTrue();
    assertThat(ack.path("id").asText()).isEqualTo(echoed);
  }

  @Test
  void noAckIsSent_whenNotAskedFor() {
    WireClient client = rig.spot();
    client.send("{\"id\":1,\"type\":\"subscribe\",\"topic\":\"/market/match:BTC-USDT\"}");
    client.send("{\"id\":2,\"type\":\"unsubscribe\",\"topic\":\"/market/match:BTC-USDT\"}");
    assertThat(client.takeUntilPong()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"id\":\"e\",\"type\":\"subscribe\"}; 406; topic is required",
        "{\"id\":\"e\",\"type\":\"subscribe\",\"topic\":null}; 406; topic is required",
        "{\"id\":\"e\",\"type\":\"subscribe\",\"topic\":\"market/match:BTC-USDT\"}; 400; topic is"
            + " invalid",
        "{\"id\":\"e\",\"type\":\"subscribe\",\"topic\":\"/market/match:\"}; 400; topic is invalid",
        "{\"id\":\"e\",\"type\":\"subscribe\",\"topic\":\"/market/match\"}; 400; topic is invalid",
        "{\"id\":\"e\",\"type\":\"subscribe\",\"topic\":\"/market/match:,\"}; 400; topic is"
            + " invalid",
        "{\"id\":\"e\",\"type\":\"subscribe\",\"topic\":\"/market/nothing:BTC-USDT\"}; 404; topic"
            + " does not exist",
        "{\"id\":\"e\",\"type\":\"subscribe\",\"topic\":\"/market/candles:BTC-USDT_5min\"}; 404;"
            + " topic does not exist",
        "{\"id\":\"e\",\"type\":\"subscribe\",\"topic\":\"/contractMarket/execution:XBTUSDTM\"};"
            + " 404; topic does not exist",
        "{\"id\":\"e\",\"type\":\"subscribe\",\"topic\":\"/market/match:BTC-USDT\",\"privateChannel\":true};"
            + " 403; login is required",
        "{\"id\":\"e\",\"type\":\"shout\"}; 415; command type is invalid",
        "{\"id\":\"e\"}; 415; command type is invalid"
      })
  void errorNamesCodeAndText_whenFrameIsWrong(String frame, int code, String text) {
    WireClient client = rig.spot();
    assertThat(client.answerTo(frame))
        .isEqualTo(
            SimulatorRig.json(
                "{\"id\":\"e\",\"type\":\"error\",\"code\":%d,\"data\":\"%s\"}"
                    .formatted(code, text)));
    assertThat(client.takeUntilPong()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json", "{\"id\":", "[]", "7", "", "{} {}"})
  void socketStaysOpen_whenTextIsNotAJsonObject(String text) {
    WireClient client = rig.spot();
    JsonNode error = client.answerTo(text);
    assertThat(error.path("type").asText()).isEqualTo("error");
    assertThat(error.path("code").asInt()).isEqualTo(400);
    assertThat(error.path("id").asText()).matches("[0-9a-f]{24}");
    assertThat(error.path("data").asText()).isNotBlank();
    assertThat(client.takeUntilPong()).isEmpty();
  }

  @Test
  void batchIsRefusedWhole_whenOverTheLimitPerSubscribe() {
    WireClient client = rig.spot();
    JsonNode error = client.answerTo(subscribe(symbols(0, 5)));
    assertThat(error.path("code").asInt()).isEqualTo(509);
    assertThat(error.path("data").asText())
        .isEqualTo("exceed max subscription count limitation of 4 per time");
    assertThat(topicsHeld("S0")).isZero();
  }

  @Test
  void batchIsRefusedWhole_whenOverTheLimitPerSession() {
    WireClient client = rig.spot();
    assertThat(client.answerTo(subscribe(symbols(10, 14))).path("type").asText()).isEqualTo("ack");
    JsonNode error = client.answerTo(subscribe(symbols(14, 17)));
    assertThat(error.path("code").asInt()).isEqualTo(509);
    assertThat(error.path("data").asText())
        .isEqualTo("exceed max subscription count limitation of 6 per session");
    // Held already, so it costs nothing; and room for exactly two.
    assertThat(client.answerTo(subscribe(symbols(12, 16))).path("type").asText()).isEqualTo("ack");
    assertThat(topicsHeld("S10")).isEqualTo(6);
  }

  @Test
  void topicsAreFreeAgain_whenUnsubscribed() {
    WireClient client = rig.spot();
    client.answerTo(subscribe(symbols(20, 24)));
    client.answerTo(subscribe(symbols(20, 24)).replace("subscribe", "unsubscribe"));
    client.answerTo(subscribe(symbols(30, 34)));
    assertThat(client.answerTo(subscribe(symbols(34, 36))).path("type").asText()).isEqualTo("ack");
  }

  @Test
  void eachSymbolHasItsOwnTopic_whenSubscribedAsCommaList() {
    WireClient client = rig.spot();
    client.subscribe("/market/match:BTC-USDT,ETH-USDT");
    rig.sim("trades", "[" + TRADE + ",{\"symbol\":\"ETH-USDT\",\"price\":3000.5}]");
    assertThat(client.take().path("topic").asText()).isEqualTo("/market/match:BTC-USDT");
    assertThat(client.take().path("topic").asText()).isEqualTo("/market/match:ETH-USDT");
  }

  @Test
  void oneStreamArrives_whenSubscribedTwice() {
    WireClient client = rig.spot();
    client.subscribe("/market/match:BTC-USDT");
    client.subscribe("/market/match:BTC-USDT");
    rig.sim("trades", TRADE);
    assertThat(client.takeUntilPong()).hasSize(1);
  }

  @Test
  void nothingArrives_whenUnsubscribed() {
    WireClient client = rig.spot();
    client.subscribe("/market/match:BTC-USDT");
    client.answerTo(
        "{\"id\":1,\"type\":\"unsubscribe\",\"topic\":\"/market/match:BTC-USDT\",\"response\":true}");
    rig.sim("trades", TRADE);
    assertThat(client.takeUntilPong()).isEmpty();
  }

  @Test
  void ackedAndSilent_whenSymbolIsUnknown() {
    WireClient client = rig.spot();
    client.subscribe("/market/match:NO-SUCH");
    rig.sim("trades", TRADE);
    assertThat(client.takeUntilPong()).isEmpty();
  }

  private static String subscribe(String symbols) {
    return "{\"id\":1,\"type\":\"subscribe\",\"topic\":\"/market/match:"
        + symbols
        + "\",\"response\":true}";
  }

  private static String symbols(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "S" + i).collect(Collectors.joining(","));
  }

  /** Topics of the session that listens to this symbol; zero when none does. */
  private int topicsHeld(String symbol) {
    JsonNode connections = rig.simGet("connections").path("connections");
    for (JsonNode connection : connections) {
      for (JsonNode topic : connection.path("topics")) {
        if (topic.asText().equals("/market/match:" + symbol)) {
          return connection.path("topics").size();
        }
      }
    }
    return 0;
  }
}
