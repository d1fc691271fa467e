package io.tickwire.push;

import static io.tickwire.push.HttpClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.push.auth.TokenVerdict;
import io.tickwire.testsupport.RedisExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Over real sockets: how much a user is sent, and how many a gateway takes. */
final class LimitsTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  @Test
  void sendsSoManyEventsASecond_andSaysHowManyWereDropped() {
    try (GatewayRig rig =
        GatewayRig.start(REDIS.uri(), Map.of("push.max-events-per-second", "5"))) {
      WsClient client = WsClient.signedIn(rig, "alice");
      client.subscribe("alerts", "user:me");
      // Five at once, fifty wait, the others find no room.
      for (int n = 0; n < 70; n++) {
        rig.append("alert", "alerts", Map.of("n", n));
      }
      rig.append("account_update", "user:alice", Map.of("n", 70));

      List<Integer> numbers = new ArrayList<>();
      long missed = 0;
      boolean ownCame = false;
      while (numbers.size() + missed < 70 || !ownCame) {
        JsonNode message = client.next(any -> true);
        missed += message.path("missed").asLong();
        for (JsonNode event : message.has("events") ? message.path("events") : List.of(message)) {
          if (event.path("type").asText().equals("alert")) {
            numbers.add(event.path("data").path("n").asInt());
          } else if (event.path("type").asText().equals("account_update")) {
            ownCame = true;
            assertThat(numbers).as("what waits does not delay the user's own").hasSizeLessThan(50);
          }
        }
      }
      assertThat(numbers).isSorted().doesNotHaveDuplicates();
      assertThat(missed).isPositive().isEqualTo(rig.traffic().eventsDropped());
      assertThat(numbers.size() + missed).isEqualTo(70);
      client.close();
    }
  }

  @Test
  void keepsNothing_ofThoseWhoCome_whenItIsFull() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of("push.max-connections", "1"))) {
      WsClient first = WsClient.signedIn(rig, "alice");
      long before = LiveObjects.of(TokenVerdict.Accepted.class);
      for (int i = 0; i < 50; i++) {
        WsClient late =
            WsClient.connect(rig.vertx(), rig.port(), "?token=" + rig.token("late" + i));
        late.expectClose(4429);
        late.close();
      }
      GatewayRig.until(() -> LiveObjects.of(TokenVerdict.Accepted.class) < before + 10);
      first.close();
    }
  }

  @Test
  void countsWhoIsTurnedAway_whenItIsFull() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of("push.max-connections", "1"))) {
      WsClient first = WsClient.signedIn(rig, "alice");
      WsClient.connect(rig.vertx(), rig.port(), "").expectClose(4429);
      HttpClient poller = new HttpClient(rig, rig.token("bob"));
      problem(poller.get("/v1/updates?channels=alerts&wait=0"), 429, "too_many_requests");
      assertThat(rig.context().telemetry().metrics().scrape())
          .contains("ws_turned_away_total{reason=\"full\"} 2.0");
      first.close();
    }
  }

  @Test
  void isNotReady_whileNineInTenPlacesAreTaken() {
    try (GatewayRig rig =
        GatewayRig.start(
            REDIS.uri(), Map.of("push.max-connections", "10", "push.pool-size", "3"))) {
      List<WsClient> clients = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        clients.add(WsClient.signedIn(rig, "alice"));
      }
      assertThat(rig.context().telemetry().health().isReady()).isTrue();
      WsClient ninth = WsClient.signedIn(rig, "alice");
      assertThat(rig.context().telemetry().health().isReady()).isFalse();
      assertThat(rig.context().telemetry().health().conditions())
          .containsEntry("connections", false);
      String metrics = rig.context().telemetry().metrics().scrape();
      assertThat(
              metrics
                  .lines()
                  .filter(line -> line.startsWith("ws_connections_per_pool{"))
                  .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf('}') + 1)))
                  .sum())
          .isEqualTo(9);
      ninth.close();
      GatewayRig.until(rig.context().telemetry().health()::isReady);
      clients.forEach(WsClient::close);
    }
  }
}
