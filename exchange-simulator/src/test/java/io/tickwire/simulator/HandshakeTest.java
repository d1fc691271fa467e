package io.tickwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.simulator.server.EndpointConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HandshakeTest {

  private final SimulatorRig rig;

  HandshakeTest() {
    rig = new SimulatorRig(SimulatorConfig.quiet());
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  @Test
  void bulletAnswersTokenAndEndpoint_whenAsked() {
    int port = rig.simulator.futuresPort();
    HttpResponse<Buffer> answer = rig.post(port, "/api/v1/bullet-public", "{}");
    JsonNode body = SimulatorRig.json(answer.bodyAsString());
    JsonNode server = body.path("data").path("instanceServers").path(0);

    assertThat(body.path("code").isTextual()).isTrue();
    assertThat(body.path("code").asText()).isEqualTo("200000");
    assertThat(body.path("data").path("token").asText())
        .matches("[A-Za-z0-9_=-]+\\.[A-Za-z0-9_=-]+");
    assertThat(server.path("endpoint").asText()).isEqualTo("ws://127.0.0.1:" + port + "/");
    assertThat(server.path("pingInterval").asInt()).isEqualTo(18_000);
    assertThat(server.path("pingTimeout").asInt()).isEqualTo(10_000);
    assertThat(answer.getHeader("gw-ratelimit-limit")).isEqualTo("2000");
    assertThat(answer.getHeader("gw-ratelimit-remaining")).matches("\\d+");
    assertThat(answer.getHeader("gw-ratelimit-reset")).matches("\\d+");
  }

  @Test
  void endpointNamesPublicHost_whenConfigured() {
    SimulatorConfig config =
        SimulatorConfig.quiet()
            .withEndpoint(EndpointConfig.defaults().withPublicHost("exchange.test"));
    try (SimulatorRig other = new SimulatorRig(config)) {
      int port = other.simulator.spotPort();
      String answer = other.post(port, "/api/v1/bullet-public", "").bodyAsString();
      assertThat(answer).contains("\"ws://exchange.test:" + port + "/\"");
    }
  }

  @Test
  void welcomeCarriesConnectId_whenGiven() {
    int port = rig.simulator.spotPort();
    WireClient client = rig.open(port, "/?token=" + rig.token(port) + "&connectId=mine-1");
    assertThat(client.take())
        .isEqualTo(SimulatorRig.json("{\"id\":\"mine-1\",\"type\":\"welcome\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/?token=%s",
        "?token=%s",
        "/endpoint?token=%s",
        "/?token=%s&privateChannel=false&connectId=public",
        "/?token=%s&acceptUserMessage=false&connectId=a",
        "/?token=%s&[connectId=1699]"
      })
  void welcomes_whenClientConnectsInItsOwnWay(String uri) {
    int port = rig.simulator.spotPort();
    WireClient client = rig.open(port, uri.formatted(rig.token(port)));
    assertThat(client.take("welcome").path("id").asText()).isNotEmpty();
  }

  @Test
  void welcomeIdIsOurs_whenConnectIdIsMissing() {
    int port = rig.simulator.spotPort();
    WireClient client = rig.open(port, "/?token=" + rig.token(port));
    assertThat(client.take("welcome").path("id").asText()).matches("[0-9a-f]{24}");
  }

  @Test
  void subscribeIsTaken_whenSentBeforeTheWelcome() {
    int port = rig.simulator.spotPort();
    WireClient client = rig.open(port, "/?token=" + rig.token(port));
    client.send(
        "{\"id\":1,\"type\":\"subscribe\",\"topic\":\"/market/match:BTC-USDT\",\"response\":true}");
    assertThat(List.of(client.take(), client.take()))
        .extracting(frame -> frame.path("type").asText())
        .containsExactlyInAnyOrder("ack", "welcome");
  }

  @Test
  void upgradeIsRefused_whenPathIsNotTheEndpoint() {
    int port = rig.simulator.spotPort();
    assertThatThrownBy(() -> rig.open(port, "/elsewhere?token=" + rig.token(port)))
        .hasRootCauseMessage("WebSocket upgrade failure: 404");
  }

  @Test
  void tokenIsInvalid_whenMadeUp() {
    assertDropped(rig.open(rig.simulator.spotPort(), "/?token=nonsense"), "token is invalid");
  }

  @Test
  void tokenIsInvalid_whenMissing() {
    assertDropped(rig.open(rig.simulator.spotPort(), "/?connectId=a"), "token is invalid");
  }

  @Test
  void tokenIsInvalid_whenFromTheOtherHalf() {
    String spotToken = rig.token(rig.simulator.spotPort());
    String futuresToken = rig.token(rig.simulator.futuresPort());
    assertDropped(
        rig.open(rig.simulator.futuresPort(), "/?token=" + spotToken), "token is invalid");
    assertDropped(
        rig.open(rig.simulator.spotPort(), "/?token=" + futuresToken), "token is invalid");
  }

  @Test
  void tokenIsExpired_whenADayHasPassed() {
    MovableClock clock = new MovableClock(Instant.parse("2026-11-20T12:00:00Z"));
    try (SimulatorRig other = new SimulatorRig(SimulatorConfig.quiet(), clock)) {
      int port = other.simulator.spotPort();
      String token = other.token(port);
      clock.move(Duration.ofHours(24));
      assertDropped(other.open(port, "/?token=" + token), "token is expired");
    }
  }

  private static void assertDropped(WireClient client, String text) {
    JsonNode error = client.take("error");
    assertThat(error.path("code").asInt()).isEqualTo(401);
    assertThat(error.path("data").asText()).isEqualTo(text);
    assertThat(error.path("id").asText()).matches("[0-9a-f]{24}");
    // No close frame: the client makes up 1006 when the connection is simply gone.
    assertThat(client.ending().code()).isEqualTo((short) 1006);
  }
}
