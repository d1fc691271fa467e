package io.tickwire.push;

import static io.tickwire.push.GatewayRig.trade;
import static io.tickwire.push.HttpClient.problem;
import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.push.auth.Scope;
import io.tickwire.testsupport.ManualClock;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Server-Sent Events over a real socket. */
final class EventStreamTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of());

  @AfterEach
  void stop() {
    rig.close();
  }

  private void restart(Map<String, String> settings) {
    rig.close();
    rig = GatewayRig.start(REDIS.uri(), settings);
  }

  private SseClient open(String user, String query) {
    return SseClient.open(rig, rig.token(user), query, Map.of());
  }

  private String append(int number) {
    return rig.append("alert", "alerts", Map.of("n", number), Map.of("color", "red"));
  }

  private double connections() {
    return rig.context().telemetry().metrics().get("ws.connections.current").gauge().value();
  }

  @Test
  void tellsEventsAsTheyCome_withIdTypeAndData() {
    SseClient client = open("alice", "?channels=alerts,user:me");
    assertThat(client.status()).isEqualTo(200);
    assertThat(client.header("Content-Type")).isEqualTo("text/event-stream");
    JsonNode subscribed = client.next("subscribed").json();
    assertThat(subscribed.path("channels")).hasSize(2);
    String offset = append(1);
    SseClient.Message alert = client.next("alert");
    assertThat(alert.id()).isEqualTo(offset);
    assertThat(alert.json().path("type").asText()).isEqualTo("alert");
    assertThat(alert.json().path("channel").asText()).isEqualTo("alerts");
    assertThat(alert.json().path("data").path("n").asInt()).isEqualTo(1);
    assertThat(alert.json().path("attributes").path("color").asText()).isEqualTo("red");
    assertThat(alert.json().path("offset").asText()).isEqualTo(offset);
    rig.append("account_update", "user:bob", Map.of("secret", 1));
    rig.append("account_update", "user:alice", Map.of("n", 2));
    assertThat(client.next("account_update").json().path("channel").asText())
        .isEqualTo("user:alice");
    assertThat(connections()).isEqualTo(1);
    client.close();
    GatewayRig.until(() -> connections() == 0);
  }

  @Test
  void delaysNothingOfTheUsersOwn_norWhatIsBeforeIt() {
    restart(Map.of("push.max-events-per-second", "1"));
    SseClient client = open("alice", "?channels=alerts,user:me");
    client.next("subscribed");
    for (int n = 0; n < 40; n++) {
      append(n);
    }
    rig.append("account_update", "user:alice", Map.of("n", 40));
    // At one a second it would come long after anybody waits for it.
    for (int n = 0; n < 40; n++) {
      assertThat(client.next("alert").json().path("data").path("n").asInt()).isEqualTo(n);
    }
    client.next("account_update");
    client.close();
  }

  @Test
  void tellsQuotes_fromASnapshotOn() {
    SseClient first = open("alice", "?channels=market:BTC-USDT&interval_ms=0");
    first.next("subscribed");
    GatewayRig.until(
        () -> {
          // Until the gateway listens to the symbol, trades pass by.
          rig.publish(trade("BTC-USDT", System.nanoTime(), 600_000));
          return first.has("quote");
        });
    rig.publish(trade("BTC-USDT", System.nanoTime(), 600_010));
    SseClient.Message quote =
        first.next(message -> message.type().equals("quote") && message.data().contains("60001.0"));
    assertThat(quote.id()).isEmpty();
    assertThat(quote.json().path("data").path("symbol").asText()).isEqualTo("BTC-USDT");
    SseClient second = open("bob", "?channels=market:BTC-USDT");
    assertThat(second.next("quote").json().path("data").path("last").asText()).isEqualTo("60001.0");
    first.close();
    second.close();
  }

  @Test
  void tellsAsManyQuotesASecond_asTheUserMayHave() {
    restart(Map.of("push.max-events-per-second", "1"));
    SseClient first = SseClient.quoted(rig, "bob", "BTC-USDT");
    SseClient second = SseClient.quoted(rig, "carol", "ETH-USDT");
    SseClient client = open("alice", "?channels=market:BTC-USDT,market:ETH-USDT&interval_ms=0");
    client.next("quote");
    client.next("quote");
    long beganNs = System.nanoTime();
    rig.publish(trade("BTC-USDT", System.nanoTime(), 600_010));
    assertThat(client.next("quote").data()).contains("market:BTC-USDT");
    rig.publish(trade("ETH-USDT", System.nanoTime(), 600_010));
    assertThat(client.next("quote").data()).contains("market:ETH-USDT");
    assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isGreaterThan(Duration.ofMillis(900));
    client.close();
    first.close();
    second.close();
  }

  /** Its clock stands still: nothing that was spent comes back. */
  @Test
  void tellsEverySnapshot_andLeavesTheUserWhatHeMayHave() {
    rig.close();
    Map<String, String> settings = Map.of("push.max-events-per-second", "1");
    rig = GatewayRig.start(REDIS.uri(), "node", settings, new ManualClock(Instant.now()));
    SseClient first = SseClient.quoted(rig, "bob", "BTC-USDT");
    SseClient second = SseClient.quoted(rig, "carol", "ETH-USDT");
    SseClient client = open("alice", "?channels=market:BTC-USDT,market:ETH-USDT,alerts");
    assertThat(List.of(client.next("quote").data(), client.next("quote").data()))
        .anyMatch(quote -> quote.contains("market:BTC-USDT"))
        .anyMatch(quote -> quote.contains("market:ETH-USDT"));
    append(1);
    client.next("alert");
    client.close();
    first.close();
    second.close();
  }

  @Test
  void countsWhatItTells_andWhatHasToWait() {
    restart(Map.of("push.max-events-per-second", "1"));
    SseClient client = open("alice", "?channels=alerts");
    client.next("subscribed");
    for (int n = 0; n < 3; n++) {
      append(n);
    }
    for (int n = 0; n < 3; n++) {
      client.next("alert");
    }
    GatewayRig.until(() -> rig.timed("ws.message.latency") == 3);
    assertThat(rig.count("ws.messages.sent")).isGreaterThanOrEqualTo(4);
    assertThat(rig.count("ws.rate.limited", "what", "events")).isBetween(1.0, 2.0);
    client.close();
  }

  @Test
  void countsNoLatency_ofWhatWasMissed() {
    SseClient witness = open("bob", "?channels=alerts");
    witness.next("subscribed");
    String since = append(1);
    witness.next("alert");
    GatewayRig.until(() -> rig.timed("ws.message.latency") == 1);
    append(2);
    witness.next("alert");
    GatewayRig.until(() -> rig.timed("ws.message.latency") == 2);
    SseClient client =
        SseClient.open(rig, rig.token("alice"), "?channels=alerts", Map.of("Last-Event-ID", since));
    client.next("alert");
    GatewayRig.until(() -> rig.count("ws.events.replayed") == 1);
    assertThat(rig.timed("ws.message.latency")).isEqualTo(2);
    client.close();
    witness.close();
  }

  @Test
  void countsTicksThatItPushes_andNoSnapshot() {
    SseClient first = SseClient.quoted(rig, "alice", "BTC-USDT");
    rig.publish(trade("BTC-USDT", System.nanoTime(), 600_010));
    first.next(message -> message.data().contains("60001.0"));
    assertThat(rig.timed("tick.to.push")).isPositive();
    SseClient second = open("bob", "?channels=market:BTC-USDT");
    second.next("quote");
    GatewayRig.until(() -> rig.timed("ws.message.latency") - rig.timed("tick.to.push") == 1);
    first.close();
    second.close();
  }

  @Test
  void filters_asASubscriptionDoes() {
    SseClient client =
        open(
            "alice",
            "?channels=alerts&filters=%7B%22colors%22%3A%5B%22blue%22%5D%2C%22n_min%22%3A2%7D");
    client.next("subscribed");
    append(1);
    rig.append("alert", "alerts", Map.of("n", 2), Map.of("color", "blue", "n", 1));
    rig.append("alert", "alerts", Map.of("n", 3), Map.of("color", "blue", "n", 2));
    assertThat(client.next("alert").json().path("data").path("n").asInt()).isEqualTo(3);
    client.close();
  }

  /** Cut at any event, by a seed; comes back by header or by query, and reads the whole. */
  @Test
  void losesAndRepeatsNothing_whenItIsCutAndComesBack() {
    Random random = new Random(7);
    List<Integer> read = new ArrayList<>();
    SseClient client = open("alice", "?channels=alerts,user:me");
    client.next("subscribed");
    int told = 0;
    while (read.size() < 120) {
      int more = random.nextInt(8);
      for (int i = 0; i < more && told < 120; i++) {
        told++;
        if (random.nextBoolean()) {
          append(told);
        } else {
          rig.append("account_update", "user:alice", Map.of("n", told));
        }
      }
      int take = random.nextInt(more + 1);
      for (int i = 0; i < take && read.size() < told; i++) {
        read.add(
            client
                .next(m -> !m.id().isEmpty() && !m.type().equals("subscribed"))
                .json()
                .path("data")
                .path("n")
                .asInt());
        if (random.nextInt(4) == 0) {
          // What is on the way when the line is cut has not been read, and counts as such.
          String last = client.lastRead();
          client.close();
          boolean header = random.nextBoolean();
          client =
              SseClient.open(
                  rig,
                  rig.token("alice"),
                  "?channels=alerts,user:me" + (header ? "" : "&last_event_id=" + last),
                  header ? Map.of("Last-Event-ID", last) : Map.of());
          JsonNode channels = client.next("subscribed").json().path("channels");
          assertThat(channels).allMatch(one -> one.path("recovered").asBoolean());
        }
      }
    }
    List<Integer> all = new ArrayList<>();
    for (int i = 1; i <= 120; i++) {
      all.add(i);
    }
    assertThat(read).isEqualTo(all);
    client.close();
  }

  @Test
  void saysSo_whenTheHistoryDoesNotReachThatFar() {
    append(1);
    SseClient client =
        SseClient.open(rig, rig.token("alice"), "?channels=alerts", Map.of("Last-Event-ID", "1-0"));
    SseClient.Message subscribed = client.next("subscribed");
    JsonNode channel = subscribed.json().path("channels").get(0);
    assertThat(channel.path("recovered").asBoolean()).isFalse();
    assertThat(subscribed.id()).isEqualTo(channel.path("offset").asText());
    client.close();
  }

  @Test
  void refuses_whatCannotBeRead() {
    HttpClient alice = new HttpClient(rig, rig.token("alice"));
    problem(alice.get("/v1/stream"), 422, "bad_request");
    problem(alice.get("/v1/stream?channels=user:bob"), 403, "forbidden");
    problem(alice.get("/v1/stream?channels=nope"), 404, "unknown_channel");
    problem(alice.get("/v1/stream?channels=alerts&filters=%5B1%5D"), 422, "bad_request");
    problem(alice.get("/v1/stream?channels=alerts&filters=x"), 422, "bad_request");
    problem(alice.get("/v1/stream?channels=alerts&interval_ms=70000"), 422, "bad_request");
    problem(alice.get("/v1/stream?channels=alerts&last_event_id=x"), 422, "bad_request");
    var posted = alice.post("/v1/stream?channels=alerts", "{}");
    problem(posted, 405, "bad_request");
    assertThat(posted.getHeader("Allow")).isEqualTo("GET, OPTIONS");
    assertThat(alice.call("HEAD", "/v1/stream?channels=alerts", null).statusCode()).isEqualTo(405);
    problem(new HttpClient(rig, null).get("/v1/stream?channels=alerts"), 401, "unauthenticated");
    HttpClient trader = new HttpClient(rig, rig.token("alice", Scope.TRADE));
    problem(trader.get("/v1/stream?channels=alerts"), 403, "forbidden");
    GatewayRig.until(() -> connections() == 0);

    SseClient some = open("alice", "?channels=alerts&channels=user:bob");
    assertThat(some.next("subscribed").json().path("rejected").get(0).path("channel").asText())
        .isEqualTo("user:bob");
    some.close();
  }

  @Test
  void beats_soThatTheLineStaysOpen() {
    restart(Map.of("push.heartbeat", "200ms"));
    SseClient client = open("alice", "?channels=alerts");
    for (int i = 0; i < 4; i++) {
      client.next(message -> message.comment().startsWith("heartbeat "));
    }
    client.close();
  }

  @Test
  void tellsWhatCameBeforeItsBeginning_afterSubscribed() {
    restart(Map.of("push.heartbeat", "200ms", "push.event-loops", "1"));
    SseClient other = open("bob", "?channels=alerts");
    other.next("subscribed");
    redisAnswersIn(1_000);
    String token = rig.token("alice", Duration.ofSeconds(30));
    SseClient client = SseClient.open(rig, token, "?channels=watchlist:me", Map.of());
    assertThat(client.status()).isEqualTo(200);
    assertThat(client.next(message -> true).type()).isEqualTo("subscribed");
    assertThat(client.next("auth_expiring").json().path("expires_in").asInt()).isBetween(1, 30);
    client.next(message -> message.comment().startsWith("heartbeat "));
    append(1);
    other.next("alert");
    client.close();
    other.close();
  }

  private void redisAnswersIn(long milliseconds) {
    await(rig.context().redis().send(Request.cmd(Command.CLIENT).arg("PAUSE").arg(milliseconds)));
  }

  @Test
  void endsAlone_whenItsTurnFails() {
    rig.close();
    FailingClock clock = new FailingClock();
    rig = GatewayRig.start(REDIS.uri(), "node", Map.of("push.event-loops", "1"), clock);
    SseClient broken = open("alice", "?channels=alerts");
    broken.next("subscribed");
    SseClient other = open("bob", "?channels=user:me");
    other.next("subscribed");
    clock.failOnce();
    append(1);
    broken.expectEnd();
    rig.append("account_update", "user:bob", Map.of());
    other.next("account_update");
    GatewayRig.until(() -> connections() == 1);
    broken.close();
    other.close();
  }

  @Test
  void ends_whenTheTokenExpires() {
    String token = rig.token("alice", Duration.ofSeconds(2));
    SseClient client = SseClient.open(rig, token, "?channels=alerts", Map.of());
    assertThat(client.next("auth_expiring").json().path("expires_in").asInt()).isBetween(1, 2);
    assertThat(client.next("close").json().path("code").asInt()).isEqualTo(4401);
    client.expectEnd();
    client.close();
  }

  @Test
  void ends_whenItsApiKeyIsRevoked() {
    HttpClient admin = new HttpClient(rig, rig.token("root", Scope.ADMIN));
    JsonNode key = HttpClient.json(admin.post("/v1/admin/keys", "{'user':'alice','scope':'push'}"));
    SseClient client =
        SseClient.open(
            rig, null, "?channels=user:me&api_key=" + key.path("key").asText(), Map.of());
    client.next("subscribed");
    admin.call("DELETE", "/v1/admin/keys/" + key.path("id").asText(), null);
    assertThat(client.next("close").json().path("code").asInt()).isEqualTo(4401);
    client.expectEnd();
    client.close();
  }

  @Test
  void ends_withATimeToComeBack_whenTheGatewayLeaves() {
    SseClient client = open("alice", "?channels=alerts");
    client.next("subscribed");
    var stopping = rig.gateway().stop();
    assertThat(Long.parseLong(client.next(m -> !m.retry().isEmpty()).retry()))
        .isBetween(0L, 60_000L);
    assertThat(client.next("reconnect").json().path("reason").asText()).isEqualTo("draining");
    assertThat(client.next("close").json().path("code").asInt()).isEqualTo(1012);
    client.expectEnd();
    await(stopping);
    client.close();
  }

  @Test
  void ends_whoReadsTooSlowly() {
    restart(Map.of("push.queue-bytes", "4096"));
    SseClient client = open("alice", "?channels=user:me");
    client.next("subscribed");
    client.pause();
    String ballast = "x".repeat(200_000);
    for (int i = 0; i < 40; i++) {
      rig.append("account_update", "user:alice", Map.of("ballast", ballast));
    }
    GatewayRig.until(() -> connections() == 0);
    assertThat(rig.count("ws.messages.dropped", "reason", "closed")).isPositive();
    client.close();
  }

  @Test
  void countsAsAConnection() {
    restart(Map.of("push.admission.max-per-user", "1"));
    SseClient client = open("alice", "?channels=alerts");
    client.next("subscribed");
    HttpClient alice = new HttpClient(rig, rig.token("alice"));
    var refused = alice.get("/v1/updates?channels=alerts&wait=0");
    problem(refused, 429, "too_many_requests");
    assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
    client.close();
    GatewayRig.until(() -> alice.get("/v1/updates?channels=alerts&wait=0").statusCode() == 200);
  }
}
