package io.tickwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code POST /sim/faults} does to a client. */
final class FaultsTest {
  private static final String BTC = "/market/match:BTC-USDT";

  private final SimulatorRig rig = new SimulatorRig(SimulatorConfig.quiet());

  @AfterEach
  void stop() {
    rig.close();
  }

  private int fault(String body) {
    JsonNode answer = rig.sim("faults", body.replace('\'', '"'));
    assertThat(answer.has("connections")).as(answer.toString()).isTrue();
    return answer.path("connections").asInt();
  }

  private void trade(String price) {
    rig.sim("trades", "{\"symbol\":\"BTC-USDT\",\"price\":\"" + price + "\"}");
  }

  private WireClient subscribed() {
    WireClient client = rig.spot();
    client.subscribe(BTC);
    return client;
  }

  private static List<String> prices(List<JsonNode> frames) {
    return frames.stream().map(frame -> frame.path("data").path("price").asText()).toList();
  }

  @Test
  void closesWithAFrame_orWithout() {
    WireClient closed = rig.spot();
    assertThat(fault("{'kind':'close'}")).isEqualTo(1);
    assertThat(closed.ending()).isEqualTo(new WireClient.Ending((short) 1000, "Bye"));

    WireClient killed = rig.spot();
    assertThat(fault("{'kind':'kill'}")).isEqualTo(1);
    assertThat(killed.ending().code()).isEqualTo((short) 1006);
    assertThat(rig.simGet("connections").path("connections")).isEmpty();
  }

  @Test
  void hitsOnlyTheMarketOrTheConnectionThatIsNamed() {
    WireClient spot = rig.spot();
    WireClient futures = rig.futures();
    assertThat(fault("{'kind':'kill','market':'futures'}")).isEqualTo(1);
    futures.ending();
    assertThat(spot.takeUntilPong()).isEmpty();

    String id =
        rig.simGet("connections").path("connections").path(0).path("connection_id").asText();
    WireClient other = rig.spot();
    assertThat(fault("{'kind':'kill','connection':'" + id + "'}")).isEqualTo(1);
    spot.ending();
    assertThat(other.takeUntilPong()).isEmpty();
  }

  @Test
  void saysNothingMore_whileItIsStalled() {
    WireClient client = subscribed();
    fault("{'kind':'stall'}");
    trade("60000.1");
    client.send(
        "{\"id\":\"1\",\"type\":\"unsubscribe\",\"topic\":\"" + BTC + "\",\"response\":true}");
    while (!topics().isEmpty()) {
      Thread.onSpinWait(); // It hears, but says nothing.
    }
    fault("{'kind':'none'}");

    assertThat(client.takeUntilPong()).isEmpty();
  }

  private JsonNode topics() {
    return rig.simGet("connections").path("connections").path(0).path("topics");
  }

  @Test
  void dropsSoManyFrames() {
    WireClient client = subscribed();
    fault("{'kind':'drop','count':2}");
    for (int i = 1; i <= 4; i++) {
      trade("60000." + i);
    }

    assertThat(prices(client.takeUntilPong())).containsExactly("60000.3", "60000.4");
  }

  @Test
  void dropsOneFrame_whenItIsNotSaidHowMany() {
    WireClient client = subscribed();
    fault("{'kind':'drop'}");
    trade("60000.1");
    trade("60000.2");

    assertThat(prices(client.takeUntilPong())).containsExactly("60000.2");
    assertThat(rig.simGet("faults").path("faults")).isEmpty();
  }

  @Test
  void duplicatesAndReorders() {
    WireClient client = subscribed();
    fault("{'kind':'duplicate'}");
    trade("60000.1");
    fault("{'kind':'reorder'}");
    trade("60000.2");
    trade("60000.3");

    assertThat(prices(client.takeUntilPong()))
        .containsExactly("60000.1", "60000.1", "60000.3", "60000.2");
  }

  @Test
  void mixesGarbageIn_andLosesNothing() {
    WireClient client = subscribed();
    fault("{'kind':'garbage'}");
    trade("60000.1");

    int broken = 0;
    String price = "";
    while (!price.equals("60000.1")) {
      try {
        price = client.take().path("data").path("price").asText();
      } catch (AssertionError notJson) {
        broken++;
      }
    }
    assertThat(broken).isPositive();
  }

  @Test
  void isSilentOnOneSymbol_thoughItAcks() {
    fault("{'kind':'silent_topic','symbol':'BTC-USDT'}");
    WireClient client = subscribed();
    client.subscribe("/market/match:ETH-USDT");
    trade("60000.1");
    rig.sim("trades", "{\"symbol\":\"ETH-USDT\",\"price\":\"3000\"}");

    assertThat(prices(client.takeUntilPong())).containsExactly("3000");
  }

  @Test
  void rejectsTokens_asAFrame_orByHttp() {
    int port = rig.simulator.spotPort();
    fault("{'kind':'reject_token'}");
    WireClient refused = rig.open(port, "/?token=" + rig.token(port));
    JsonNode error = refused.take("error");
    assertThat(error.path("code").asInt()).isEqualTo(401);
    assertThat(error.path("data").asText()).isEqualTo("token is expired");
    assertThat(refused.ending().code()).isEqualTo((short) 1006);

    fault("{'kind':'reject_token','form':'http'}");
    String uri = "/?token=" + rig.token(port);
    assertThatThrownBy(() -> rig.open(port, uri)).hasStackTraceContaining("401");
    rig.spot();
  }

  @Test
  void rejectsConnects_asBusy() {
    int port = rig.simulator.spotPort();
    fault("{'kind':'reject_connect','count':1}");
    WireClient refused = rig.open(port, "/?token=" + rig.token(port));
    assertThat(refused.take("error").path("data").asText())
        .isEqualTo("service busy, please retry later");
    refused.ending();
    rig.spot();
  }

  @Test
  void remembersWhatTradedInAnOutage() {
    WireClient client = subscribed();
    assertThat(fault("{'kind':'outage'}")).isEqualTo(1);
    client.ending();
    int port = rig.simulator.spotPort();
    String uri = "/?token=" + rig.token(port);
    assertThatThrownBy(() -> rig.open(port, uri)).hasStackTraceContaining("503");
    trade("70000");
    trade("60000");
    fault("{'kind':'none'}");

    rig.spot();
    JsonNode history = rig.data(port, "/api/v1/market/histories?symbol=BTC-USDT");
    assertThat(history.findValuesAsText("price")).containsExactly("70000", "60000");
    JsonNode candle = rig.data(port, "/api/v1/market/candles?symbol=BTC-USDT&type=1min").path(0);
    assertThat(candle.path(3).asText()).as(candle.toString()).isEqualTo("70000");
  }

  @Test
  void refusesCalls_withAndWithoutRateHeaders() {
    int port = rig.simulator.spotPort();
    fault("{'kind':'rest_429'}");
    HttpResponse<Buffer> budget = rig.get(port, "/api/v1/timestamp");
    assertThat(budget.statusCode()).isEqualTo(429);
    assertThat(budget.getHeader("gw-ratelimit-reset")).isNotNull();

    fault("{'kind':'rest_429','form':'bare'}");
    HttpResponse<Buffer> overload = rig.get(port, "/api/v1/timestamp");
    assertThat(overload.statusCode()).isEqualTo(429);
    assertThat(overload.bodyAsString()).contains("429000");
    assertThat(overload.getHeader("gw-ratelimit-reset")).isNull();
    assertThat(rig.get(port, "/api/v1/timestamp").statusCode()).isEqualTo(200);
  }

  @Test
  void showsWhatIsOn_untilItIsOver() {
    fault("{'kind':'drop','market':'spot','duration_ms':3600000}");
    JsonNode fault = rig.simGet("faults").path("faults").path(0);
    assertThat(fault.path("kind").asText()).isEqualTo("drop");
    assertThat(fault.path("market").asText()).isEqualTo("spot");

    fault("{'kind':'none'}");
    assertThat(rig.simGet("faults").path("faults")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{'kind':'melt'}",
        "{'kind':'drop','market':'options'}",
        "{'kind':'drop','duration_ms':-1}",
        "{'kind':'drop','count':'many'}",
        "{'kind':'drop','connection':'nobody'}",
        "{'kind':'silent_topic'}",
        "{'kind':'reject_token','form':'carrier pigeon'}"
      })
  void refusesWhatMakesNoSense_andChangesNothing(String body) {
    WireClient client = rig.spot();
    HttpResponse<Buffer> answer =
        rig.post(rig.simulator.spotPort(), "/sim/faults", body.replace('\'', '"'));

    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
    assertThat(answer.getHeader("content-type")).isEqualTo("application/problem+json");
    assertThat(rig.simGet("faults").path("faults")).isEmpty();
    assertThat(client.takeUntilPong()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"2,0,exceed max session count limitation of 2", "0,2,service busy"})
  void limitsConnectsOfAnAddress(int sessions, int perMinute, String text) {
    SimulatorConfig config = SimulatorConfig.quiet();
    try (SimulatorRig strict =
        new SimulatorRig(config.withLimits(config.limits().withMaxConnects(sessions, perMinute)))) {
      strict.spot();
      strict.spot();
      int port = strict.simulator.spotPort();
      WireClient third = strict.open(port, "/?token=" + strict.token(port));
      JsonNode error = third.take("error");
      assertThat(error.path("code").asInt()).isEqualTo(509);
      assertThat(error.path("data").asText()).startsWith(text);
    }
  }

  @Test
  void cutsAConnectionThatIsTooOld() {
    SimulatorConfig config = SimulatorConfig.quiet();
    try (SimulatorRig strict =
        new SimulatorRig(
            config.withLimits(config.limits().withConnectionLife(Duration.ofMillis(200))))) {
      assertThat(strict.spot().ending().code()).isEqualTo((short) 1006);
    }
  }
}
