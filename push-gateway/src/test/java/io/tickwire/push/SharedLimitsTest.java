package io.tickwire.push;

import static io.tickwire.push.HttpClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.testsupport.ManualClock;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Over real sockets: what the connections of a user, and of an address, may do together. */
final class SharedLimitsTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  /** Ten at once. */
  private static final Map<String, String> ONE_A_SECOND_OF_A_USER =
      Map.of("push.admission.max-messages-per-user", "1");

  private static final Map<String, String> ONE_A_SECOND_OF_AN_ADDRESS =
      Map.of("push.admission.max-messages-per-address", "1", "push.admission.trusted-proxies", "1");

  private static final String EVENT = "{'type':'alert','channel':'alerts','data':{'n':1}}";

  private static HttpResponse<Buffer> untilRefused(Supplier<HttpResponse<Buffer>> call) {
    for (int i = 0; i < 50; i++) {
      HttpResponse<Buffer> response = call.get();
      if (response.statusCode() == 429) {
        return response;
      }
    }
    throw new AssertionError("nothing is refused");
  }

  private static JsonNode answerToPing(WsClient client) {
    client.send("{'type':'ping'}");
    return client.next(
        message ->
            message.path("type").asText().equals("pong")
                || message.path("type").asText().equals("error"));
  }

  private static JsonNode untilRefused(WsClient client) {
    for (int i = 0; i < 50; i++) {
      JsonNode answer = answerToPing(client);
      if (answer.path("type").asText().equals("error")) {
        return answer;
      }
    }
    throw new AssertionError("nothing is refused");
  }

  @Test
  void refusesMessages_whenTwoConnectionsOfAUserSendTooManyTogether() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), ONE_A_SECOND_OF_A_USER)) {
      WsClient first = WsClient.signedIn(rig, "alice");
      for (int i = 0; i < 10; i++) {
        assertThat(answerToPing(first).path("type").asText()).isEqualTo("pong");
      }
      WsClient second = WsClient.signedIn(rig, "alice");
      assertThat(untilRefused(second).path("code").asText()).isEqualTo("too_many_requests");
      assertThat(rig.count("ws.rate.limited", "what", "user_messages")).isPositive();
      assertThat(rig.count("ws.rate.limited", "what", "messages")).isZero();
      assertThat(answerToPing(WsClient.signedIn(rig, "bob")).path("type").asText())
          .isEqualTo("pong");
    }
  }

  @Test
  void refusesRequests_whenAUserHasSentTooMuch_howeverItWasSent() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), ONE_A_SECOND_OF_A_USER)) {
      WsClient socket = WsClient.signedIn(rig, "alice");
      for (int i = 0; i < 10; i++) {
        answerToPing(socket);
      }
      HttpClient alice = new HttpClient(rig, rig.token("alice"));
      HttpResponse<Buffer> refused =
          untilRefused(() -> alice.post("/v1/positions", "{'symbol':'BTC-USDT'}"));
      problem(refused, 429, "too_many_requests");
      assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
      assertThat(untilRefused(socket).path("code").asText()).isEqualTo("too_many_requests");
      HttpClient bob = new HttpClient(rig, rig.token("bob"));
      assertThat(bob.get("/v1/symbols").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void countsALongPoll_once() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), ONE_A_SECOND_OF_A_USER)) {
      HttpClient alice = new HttpClient(rig, rig.token("alice"));
      String poll = "/v1/updates?channels=alerts&wait=0";
      for (int i = 0; i < 10; i++) {
        assertThat(alice.get(poll).statusCode()).isEqualTo(200);
      }
      problem(untilRefused(() -> alice.get(poll)), 429, "too_many_requests");
      problem(untilRefused(() -> alice.get("/v1/stream")), 429, "too_many_requests");
    }
  }

  @Test
  void refusesRequests_whenTooManyComeFromAnAddress_whoeverSendsThem() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), ONE_A_SECOND_OF_AN_ADDRESS)) {
      Map<String, String> here = Map.of("X-Forwarded-For", "1.1.1.1");
      HttpClient nobody = new HttpClient(rig, null);
      HttpResponse<Buffer> refused =
          untilRefused(() -> nobody.call("GET", "/v1/symbols", null, here));
      problem(refused, 429, "too_many_requests");
      assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
      HttpClient alice = new HttpClient(rig, rig.token("alice"));
      problem(
          untilRefused(() -> alice.call("GET", "/v1/no/such/path", null, here)),
          429,
          "too_many_requests");
      assertThat(rig.count("ws.rate.limited", "what", "address_messages")).isPositive();
      assertThat(nobody.call("GET", "/", null, here).statusCode()).isEqualTo(200);
      Map<String, String> elsewhere = Map.of("X-Forwarded-For", "2.2.2.2");
      assertThat(alice.call("GET", "/v1/symbols", null, elsewhere).statusCode()).isEqualTo(200);
    }
  }

  private static void unsubscribe(WsClient client) {
    client.send("{'type':'unsubscribe'}");
    client.next("unsubscribed");
  }

  private static void awaitRoomForTwo(WsClient client) {
    GatewayRig.until(
        () -> {
          JsonNode reply = client.subscribe("alerts", "market:BTC-USDT");
          unsubscribe(client);
          return reply.path("rejected").isEmpty();
        });
  }

  @Test
  void refusesSubscriptions_thatAUserHoldsElsewhere_untilThoseConnectionsEnd() {
    Map<String, String> settings = Map.of("push.admission.max-subscriptions-per-user", "2");
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), settings)) {
      WsClient client = WsClient.signedIn(rig, "alice");
      WsClient socket = WsClient.signedIn(rig, "alice");
      socket.subscribe("user:me");
      JsonNode rejected = client.subscribe("alerts", "market:BTC-USDT").path("rejected");
      assertThat(rejected).hasSize(1);
      assertThat(rejected.get(0).path("code").asText()).isEqualTo("too_many_subscriptions");
      unsubscribe(client);
      socket.close();
      awaitRoomForTwo(client);

      SseClient stream =
          SseClient.open(rig, rig.token("alice"), "?channels=alerts,user:me", Map.of());
      stream.next("subscribed");
      assertThat(client.subscribe("alerts").path("rejected")).hasSize(1);
      HttpClient alice = new HttpClient(rig, rig.token("alice"));
      problem(alice.get("/v1/updates?channels=alerts&wait=0"), 429, "too_many_subscriptions");
      stream.close();
      awaitRoomForTwo(client);

      String poll = "/v1/updates?wait=0&channels=alerts,user:me";
      for (int i = 0; i < 3; i++) {
        assertThat(alice.get(poll).statusCode()).isEqualTo(200);
        problem(alice.get(poll + ",market:BTC-USDT"), 429, "too_many_subscriptions");
        problem(alice.get("/v1/updates?channels=alerts,market:NO"), 404, "unknown_channel");
      }
      awaitRoomForTwo(client);
      assertThat(rig.count("ws.rate.limited", "what", "user_subscriptions")).isPositive();
      assertThat(rig.count("ws.rate.limited", "what", "subscriptions")).isZero();
    }
  }

  @Test
  void refusesSubscriptions_thatOthersHold_untilTheirConnectionsEnd() {
    Map<String, String> settings =
        Map.of(
            "push.admission.max-subscriptions-per-address", "2",
            "push.admission.max-subscriptions", "3",
            "push.admission.trusted-proxies", "1");
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), settings)) {
      WsClient alice = WsClient.signedIn(rig, "alice");
      alice.subscribe("user:me");
      HttpClient bob = new HttpClient(rig, rig.token("bob"));
      String poll = "/v1/updates?wait=0&channels=alerts,user:me";
      problem(bob.get(poll), 429, "too_many_subscriptions");
      assertThat(rig.count("ws.rate.limited", "what", "address_subscriptions")).isEqualTo(1);
      Map<String, String> elsewhere = Map.of("X-Forwarded-For", "2.2.2.2");
      assertThat(bob.call("GET", poll, null, elsewhere).statusCode()).isEqualTo(200);

      alice.subscribe("alerts");
      problem(bob.call("GET", poll, null, elsewhere), 429, "too_many_subscriptions");
      assertThat(rig.count("ws.rate.limited", "what", "all_subscriptions")).isEqualTo(1);
      alice.close();
      GatewayRig.until(() -> bob.get(poll).statusCode() == 200);
    }
  }

  @Test
  void refusesWhoeverAsks_whenAllTogetherAskTooMuch() {
    try (GatewayRig rig =
        GatewayRig.start(REDIS.uri(), Map.of("push.admission.max-messages", "1"))) {
      WsClient alice = WsClient.signedIn(rig, "alice");
      assertThat(untilRefused(alice).path("code").asText()).isEqualTo("too_many_requests");
      HttpClient bob = new HttpClient(rig, rig.token("bob"));
      HttpResponse<Buffer> refused = untilRefused(() -> bob.get("/v1/symbols"));
      problem(refused, 429, "too_many_requests");
      assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
      assertThat(rig.count("ws.rate.limited", "what", "all_messages")).isPositive();
      assertThat(rig.count("ws.rate.limited", "what", "user_messages")).isZero();
    }
  }

  @Test
  void turnsAUserAway_whoSendsOnAfterHeWasRefused_butLetsHimTrade() {
    Map<String, String> settings =
        Map.of(
            "push.max-messages-per-second", "1",
            "push.admission.max-messages-per-user", "0",
            "push.admission.max-refused-messages", "3",
            "push.admission.ban", "1m");
    ManualClock clock = new ManualClock(Instant.now());
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), "node", settings, clock)) {
      WsClient quiet = WsClient.signedIn(rig, "alice");
      WsClient flooding = WsClient.signedIn(rig, "alice");
      flooding.flood("{'type':'ping'}", 20);
      flooding.expectClose(4429);

      WsClient.connect(rig.vertx(), rig.port(), "?token=" + rig.token("alice")).expectClose(4429);
      HttpClient alice = new HttpClient(rig, rig.token("alice"));
      HttpResponse<Buffer> refused = alice.get("/v1/stream");
      problem(refused, 429, "too_many_requests");
      assertThat(refused.getHeader("Retry-After")).isEqualTo("60");
      assertThat(rig.count("ws.turned.away", "reason", "user_banned")).isEqualTo(2);
      assertThat(alice.get("/v1/positions").statusCode()).isNotEqualTo(429);
      assertThat(answerToPing(quiet).path("type").asText()).isEqualTo("pong");
      assertThat(answerToPing(WsClient.signedIn(rig, "bob")).path("type").asText())
          .isEqualTo("pong");
      clock.advance(Duration.ofMinutes(1));
      assertThat(answerToPing(WsClient.signedIn(rig, "alice")).path("type").asText())
          .isEqualTo("pong");
    }
  }

  @Test
  void turnsAnAddressAway_thatSendsOn_withoutSayingWhoItIs() {
    Map<String, String> settings =
        Map.of("push.max-messages-per-second", "1", "push.admission.max-refused-messages", "3");
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), settings)) {
      WsClient nobody = WsClient.connect(rig.vertx(), rig.port(), "");
      nobody.flood("{'type':'ping'}", 20);
      nobody.expectClose(4429);
      WsClient.connect(rig.vertx(), rig.port(), "").expectClose(4429);
      assertThat(rig.count("ws.turned.away", "reason", "banned")).isEqualTo(1);
    }
  }

  @Test
  void countsWhatABackendPublishes_forItsAddressOnly() {
    Map<String, String> settings =
        Map.of(
            "push.admission.max-messages-per-user", "1",
            "push.admission.max-messages-per-address", "3");
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), settings)) {
      HttpClient backend = new HttpClient(rig, rig.publisher("desk"));
      for (int i = 0; i < 20; i++) {
        assertThat(backend.post("/v1/events", EVENT).statusCode()).isEqualTo(202);
      }
      problem(untilRefused(() -> backend.post("/v1/events", EVENT)), 429, "too_many_requests");
      assertThat(rig.count("ws.rate.limited", "what", "address_messages")).isPositive();
      assertThat(rig.count("ws.rate.limited", "what", "user_messages")).isZero();
    }
  }

  @Test
  void turnsSocketsAway_whenTooMuchComesFromAnAddress() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), ONE_A_SECOND_OF_AN_ADDRESS)) {
      Queue<Short> closed = new ConcurrentLinkedQueue<>();
      WebSocketClient client = rig.vertx().createWebSocketClient();
      for (int i = 0; i < 40; i++) {
        client
            .connect(
                new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(rig.port())
                    .setURI("/v1/ws?token=" + rig.token("user" + i))
                    .addHeader("X-Forwarded-For", "1.1.1.1"))
            .onSuccess(
                socket -> socket.closeHandler(ignored -> closed.add(socket.closeStatusCode())));
      }
      GatewayRig.until(() -> closed.contains((short) 4429));
      assertThat(rig.count("ws.turned.away", "reason", "requests")).isPositive();
      client.close();
    }
  }
}
