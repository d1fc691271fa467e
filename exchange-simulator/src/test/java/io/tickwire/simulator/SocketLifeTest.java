package io.tickwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.simulator.server.RunConfig;
import io.tickwire.simulator.server.RunMode;
import io.tickwire.simulator.session.SessionLimits;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How sockets end. */
final class SocketLifeTest {

  private static final SessionLimits LIMITS = SessionLimits.defaults();

  @Test
  void socketIsToldAndClosed_whenTheClientSaysNothing() {
    try (SimulatorRig rig = rig(LIMITS.withIdleTimeout(Duration.ofMillis(150)))) {
      WireClient client = rig.spot();
      assertThat(client.take())
          .isEqualTo(
              SimulatorRig.json("{\"type\":\"error\",\"code\":400,\"data\":\"ping timeout\"}"));
      assertThat(client.ending()).isEqualTo(new WireClient.Ending((short) 1000, "Bye"));
      assertThat(rig.simGet("connections").path("connections")).isEmpty();
    }
  }

  @Test
  void socketIsCut_whenTheClientSendsTooManyMessages() {
    try (SimulatorRig rig = rig(LIMITS.withMaxMessagesPer10Seconds(3))) {
      WireClient client = rig.spot();
      for (int i = 0; i < 3; i++) {
        assertThat(client.takeUntilPong()).isEmpty();
      }
      JsonNode error = client.answerTo("{\"id\":\"4\",\"type\":\"ping\"}");
      assertThat(error.path("code").asInt()).isEqualTo(509);
      assertThat(error.path("data").asText()).isEqualTo("exceed max permits per 10 seconds");
      assertThat(client.ending().code()).isEqualTo((short) 1006);
    }
  }

  @Test
  void slowReaderIsCutAndOthersMissNothing_whenItsQueueIsFull() {
    int trades = 60_000;
    try (SimulatorRig rig = rig(LIMITS.withMaxQueuedBytes(64 * 1024))) {
      openDeafSocket(rig, "/market/match:BTC-USDT");
      WireClient reader = rig.spot();
      reader.subscribe("/market/match:BTC-USDT");
      String batch =
          String.join(
              ",", Collections.nCopies(1_000, "{\"symbol\":\"BTC-USDT\",\"price\":\"60000\"}"));
      long expected = 0;
      for (int printed = 0; printed < trades; printed += 1_000) {
        rig.sim("trades", "[" + batch + "]");
        for (int i = 0; i < 1_000; i++) {
          long sequence = reader.take("message").path("data").path("sequence").asLong();
          assertThat(expected == 0 || sequence == expected).isTrue();
          expected = sequence + 1;
        }
        if (rig.simGet("connections").path("connections").size() == 1) {
          return;
        }
      }
      assertThat(rig.simGet("connections").path("connections")).hasSize(1);
    }
  }

  @Test
  void othersMissNothing_whenSocketsComeAndGo() {
    RunConfig busy = new RunConfig(RunMode.RANDOM_WALK, 3, 10_000);
    try (SimulatorRig rig = new SimulatorRig(SimulatorConfig.quiet().withRun(busy))) {
      List<WireClient> passing = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        WireClient client = rig.spot();
        client.subscribe("/market/match:BTC-USDT");
        passing.add(client);
      }
      // Last in line: whoever leaves stands before this one.
      WireClient reader = rig.spot();
      reader.subscribe("/market/match:BTC-USDT");
      passing.forEach(WireClient::close);
      List<Long> sequences =
          reader.takeUntilPong().stream()
              .map(frame -> frame.path("data").path("sequence").asLong())
              .toList();
      assertThat(sequences).isNotEmpty();
      for (int i = 1; i < sequences.size(); i++) {
        assertThat(sequences.get(i)).isEqualTo(sequences.get(i - 1) + 1);
      }
    }
  }

  @Test
  void simulatorCloses_whenASocketDoesNotRead() {
    SimulatorRig rig = rig(LIMITS);
    openDeafSocket(rig, "/market/match:ETH-USDT");
    rig.close();
    assertThat(rig.vertx.deploymentIDs()).isEmpty();
  }

  /** Subscribes by hand and never reads again, so that the server's bytes pile up. */
  private static void openDeafSocket(SimulatorRig rig, String topic) {
    int port = rig.simulator.spotPort();
    NetSocket socket = SimulatorRig.await(rig.rawSockets.connect(port, "127.0.0.1"));
    String upgrade =
        "GET /?token="
            + rig.token(port)
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    Promise<Buffer> upgraded = Promise.promise();
    socket.handler(upgraded::tryComplete);
    SimulatorRig.await(socket.write(upgrade));
    assertThat(SimulatorRig.await(upgraded.future()).toString()).startsWith("HTTP/1.1 101");
    String frame = "{\"id\":1,\"type\":\"subscribe\",\"topic\":\"" + topic + "\"}";
    SimulatorRig.await(socket.write(maskedText(frame)));
    socket.pause();
    awaitTopic(rig, topic);
  }

  /** A client text frame of fewer than 126 bytes, masked with zeros. */
  private static Buffer maskedText(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    return Buffer.buffer()
        .appendBytes(new byte[] {(byte) 0x81, (byte) (0x80 | payload.length), 0, 0, 0, 0})
        .appendBytes(payload);
  }

  private static void awaitTopic(SimulatorRig rig, String topic) {
    for (int tries = 0; tries < 1_000; tries++) {
      List<JsonNode> topics = rig.simGet("connections").findValues("topics");
      if (topics.toString().contains(topic)) {
        return;
      }
    }
    throw new AssertionError("never subscribed: " + topic);
  }

  private static SimulatorRig rig(SessionLimits limits) {
    return new SimulatorRig(SimulatorConfig.quiet().withLimits(limits));
  }
}
