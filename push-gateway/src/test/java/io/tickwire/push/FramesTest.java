package io.tickwire.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.util.ResourceLeakDetector;
import io.tickwire.push.protocol.Cbor;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients read from frames that are put together from shared bytes, deflated or not. */
final class FramesTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static final WebSocketClientOptions DEFLATING =
      new WebSocketClientOptions()
          .setTryUsePerMessageCompression(true)
          .setCompressionAllowClientNoContext(true)
          .setCompressionRequestServerNoContext(true);

  private static WsClient connect(GatewayRig rig, String protocol) {
    WebSocketClient client = rig.vertx().createWebSocketClient(DEFLATING);
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setPort(rig.port())
            .setURI("/v1/ws?token=" + rig.token("alice"))
            .addSubProtocol(protocol);
    return WsClient.open(rig.vertx(), client, options);
  }

  private static String sent(WsClient client) {
    return client.socket().headers().get("Sec-WebSocket-Extensions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tickwire.v1.json", "tickwire.v1.cbor"})
  void areRead_byAClientThatDeflates(String protocol) {
    GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of());
    // The second is sent the same, which is deflated in another way then.
    List<WsClient> clients = List.of(connect(rig, protocol), connect(rig, protocol));
    for (WsClient client : clients) {
      client.next("welcome");
      assertThat(sent(client)).contains("permessage-deflate", "server_no_context_takeover");
      String subscribe = "{'type':'subscribe','channels':['alerts'],'interval_ms':100}";
      if (protocol.endsWith("cbor")) {
        client.sendBinary(Cbor.ofJson(subscribe.replace('\'', '"')));
      } else {
        client.send(subscribe);
      }
      client.next("subscribed");
    }

    String ballast = "Zoë ".repeat(500);
    for (int i = 0; i < 30; i++) {
      rig.append("alert", "alerts", Map.of("n", i, "ballast", i % 3 == 0 ? ballast : "short"));
    }

    for (WsClient client : clients) {
      expectAll(client, ballast);
      client.close();
    }
    rig.close();
  }

  private static void expectAll(WsClient client, String ballast) {
    int next = 0;
    while (next < 30) {
      JsonNode message =
          client.next(some -> some.has("data") || some.path("type").asText().equals("event_batch"));
      for (JsonNode event : message.has("events") ? message.path("events") : List.of(message)) {
        assertThat(event.path("data").path("n").asInt()).isEqualTo(next);
        assertThat(event.path("data").path("ballast").asText())
            .isEqualTo(next % 3 == 0 ? ballast : "short");
        next++;
      }
    }
  }

  @Test
  void areNotDeflated_whenThatIsSwitchedOff() {
    GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of("push.deflate", "false"));
    WsClient client = connect(rig, "tickwire.v1.json");
    client.next("welcome");
    assertThat(sent(client)).isNull();
    client.close();
    rig.close();
  }

  @Test
  void closes_whenACompressedMessageIsTooBig() {
    GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of());
    WsClient client = connect(rig, "tickwire.v1.json");
    client.next("welcome");
    client.socket().writeTextMessage("x".repeat(70_000));
    client.expectClose(1009);
    rig.close();
  }

  @Test
  void leaveNoBufferBehind_whenTheConnectionClosesWithAFullQueue() {
    ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of("push.queue-bytes", "100000"));
    try (Leaks leaks = new Leaks()) {
      String ballast = "x".repeat(20_000);
      WsClient slow = WsClient.signedIn(rig, "slow");
      slow.subscribe("user:me");
      slow.socket().pause();
      // Until the gateway closes it for being too slow, with buffers that were not sent.
      for (int n = 0; rig.traffic().droppedWithConnection() == 0 && n < 5_000; n++) {
        rig.append("account_update", "user:slow", Map.of("n", n, "ballast", ballast));
      }
      assertThat(rig.traffic().droppedWithConnection()).isPositive();
      GatewayRig.until(() -> rig.traffic().connections() == 0);
      assertThat(leaks.foundBesidesTheOneMadeNow()).isEmpty();
    } finally {
      rig.close();
      ResourceLeakDetector.setLevel(before);
    }
  }
}
