package io.tickwire.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.push.protocol.Cbor;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Over real sockets: who comes back gets what it has missed. */
final class RecoveryTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static List<Integer> numbers(WsClient client, int count) {
    List<Integer> numbers = new ArrayList<>();
    while (numbers.size() < count) {
      JsonNode message =
          client.next(next -> next.has("data") || next.path("type").asText().equals("event_batch"));
      for (JsonNode event : message.has("events") ? message.path("events") : List.of(message)) {
        numbers.add(event.path("data").path("n").asInt());
      }
    }
    return numbers;
  }

  private static String subscribe(String channel, String since) {
    return "{'type':'subscribe','channels':[{'channel':'"
        + channel
        + "','since':'"
        + since
        + "'}],'filters':{'color':'red'},'interval_ms':0}";
  }

  private static String append(GatewayRig rig, int number, String color) {
    return rig.append("alert", "alerts", Map.of("n", number), Map.of("color", color));
  }

  @Test
  void replaysWhatWasMissed_thenGoesOnLive() {
    GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of());
    String since = append(rig, 1, "red");
    append(rig, 2, "blue");
    append(rig, 3, "red");
    WsClient watcher = WsClient.signedIn(rig, "watcher");
    // Each by itself, also those that are told late.
    watcher.send("{'type':'subscribe','channels':['alerts'],'interval_ms':0}");
    watcher.next("subscribed");
    append(rig, 4, "red");
    // All loops hear of an event in the order of the log.
    watcher.next(message -> message.path("data").path("n").asInt() == 4);

    WsClient client = WsClient.signedIn(rig, "alice");
    client.countUntilPong(message -> false);
    client.send(subscribe("alerts", since));
    JsonNode channel = client.next("subscribed").path("channels").get(0);
    assertThat(channel.path("recovered").asBoolean()).isTrue();
    append(rig, 5, "red");
    assertThat(numbers(client, 3)).containsExactly(3, 4, 5);

    client.send(subscribe("alerts", "1-0"));
    channel = client.next("subscribed").path("channels").get(0);
    assertThat(channel.path("recovered").asBoolean()).isFalse();
    client.close();
    watcher.close();
    rig.close();
  }

  @Test
  void replaysWhatWasMissed_whenTheGatewayIsAnother() {
    GatewayRig first = GatewayRig.start(REDIS.uri(), Map.of());
    String since = append(first, 11, "red");
    append(first, 12, "red");
    first.close();

    GatewayRig second = GatewayRig.start(REDIS.uri(), Map.of());
    WsClient client = WsClient.signedIn(second, "alice");
    client.send(subscribe("alerts", since));
    assertThat(client.next("subscribed").path("channels").get(0).path("recovered").asBoolean())
        .isTrue();
    assertThat(numbers(client, 1)).containsExactly(12);
    client.close();
    second.close();
  }

  @Test
  void speaksCbor_whenTheClientAsksForIt() {
    GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of());
    WsClient client =
        WsClient.connect(
            rig.vertx(),
            new WebSocketConnectOptions()
                .setPort(rig.port())
                .setURI("/v1/ws?token=" + rig.token("alice"))
                .addSubProtocol("tickwire.v1.cbor"));
    assertThat(client.socket().subProtocol()).isEqualTo("tickwire.v1.cbor");
    assertThat(client.next("welcome").path("user").asText()).isEqualTo("alice");
    client.sendBinary(
        Cbor.ofJson("{\"type\":\"subscribe\",\"id\":7,\"channels\":[\"alerts\",\"user:me\"]}"));
    JsonNode reply = client.next("subscribed");
    assertThat(reply.path("id").asInt()).isEqualTo(7);
    assertThat(reply.path("channels")).hasSize(2);
    append(rig, 21, "red");
    assertThat(client.next("alert").path("data").path("n").asInt()).isEqualTo(21);
    client.sendBinary(new byte[] {(byte) 0xFF});
    assertThat(client.next("error").path("message").asText()).startsWith("not CBOR at byte");
    assertThat(client.textMessages()).isZero();
    client.close();
    rig.close();
  }
}
