package io.tickwire.push;

import static io.tickwire.push.GatewayRig.trade;
import static io.tickwire.push.HttpClient.json;
import static io.tickwire.push.HttpClient.problem;
import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code GET /v1/updates} over real requests. */
final class LongPollTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of());

  @AfterEach
  void stop() {
    rig.close();
  }

  private String append(int number) {
    return rig.append("alert", "alerts", Map.of("n", number));
  }

  private static JsonNode poll(HttpClient client, String query) {
    var answer = client.get("/v1/updates?" + query);
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    return json(answer);
  }

  private static List<Integer> numbers(JsonNode answer) {
    List<Integer> numbers = new ArrayList<>();
    answer.path("events").forEach(event -> numbers.add(event.path("data").path("n").asInt()));
    return numbers;
  }

  private double connections() {
    return rig.context().telemetry().metrics().get("ws.connections.current").gauge().value();
  }

  @Test
  void waitsForTheList_whenItsTokenExpiresSoon() {
    HttpClient alice = new HttpClient(rig, rig.token("alice", Duration.ofSeconds(30)));
    await(rig.context().redis().send(Request.cmd(Command.CLIENT).arg("PAUSE").arg(1_000)));
    assertThat(poll(alice, "channels=watchlist:me&wait=0").path("events")).isEmpty();
  }

  @Test
  void answersWithNothing_whenTheWaitIsOver() {
    HttpClient alice = new HttpClient(rig, rig.token("alice"));
    append(0);
    JsonNode answer = poll(alice, "channels=alerts&wait=0");
    assertThat(answer.path("events")).isEmpty();
    assertThat(answer.path("recovered").asBoolean()).isFalse();
    JsonNode next = poll(alice, "channels=alerts&wait=1&since=" + answer.path("since").asText());
    assertThat(next.path("recovered").asBoolean()).isTrue();
    GatewayRig.until(() -> connections() == 0);
  }

  @Test
  void answersAtOnce_whenSomethingIsThere_andWhenSomethingComes() {
    HttpClient alice = new HttpClient(rig, rig.token("alice"));
    String since = poll(alice, "channels=alerts&wait=0").path("since").asText();
    append(1);
    append(2);
    JsonNode first = poll(alice, "channels=alerts&wait=60&since=" + since);
    assertThat(numbers(first)).first().isEqualTo(1);
    CompletableFuture<JsonNode> waiting =
        CompletableFuture.supplyAsync(
            () ->
                poll(
                    new HttpClient(rig, rig.token("alice")),
                    "channels=user:me&wait=60&since=" + first.path("since").asText()));
    GatewayRig.until(() -> connections() == 1);
    rig.append("account_update", "user:alice", Map.of("n", 3));
    assertThat(waiting).succeedsWithin(Duration.ofSeconds(10));
    assertThat(numbers(waiting.join())).containsExactly(3);
  }

  /** By a seed: events before, during and between the calls, on two gateways and four loops. */
  @Test
  void losesAndRepeatsNothing_whateverIsPublishedInBetween() {
    Random random = new Random(11);
    try (GatewayRig other = GatewayRig.start(REDIS.uri(), Map.of())) {
      String since =
          poll(new HttpClient(rig, rig.token("alice")), "channels=alerts&wait=0")
              .path("since")
              .asText();
      List<Integer> read = new ArrayList<>();
      int told = 0;
      while (read.size() < 150) {
        GatewayRig here = random.nextBoolean() ? rig : other;
        String query = "channels=alerts&wait=1&since=" + since;
        CompletableFuture<JsonNode> call =
            CompletableFuture.supplyAsync(
                () -> poll(new HttpClient(here, here.token("alice")), query));
        int more = random.nextInt(6);
        for (int i = 0; i < more && told < 150; i++) {
          append(++told);
        }
        JsonNode answer = call.join();
        assertThat(answer.path("recovered").asBoolean()).isTrue();
        read.addAll(numbers(answer));
        since = answer.path("since").asText();
      }
      List<Integer> all = new ArrayList<>();
      for (int i = 1; i <= 150; i++) {
        all.add(i);
      }
      assertThat(read).isEqualTo(all);
    }
  }

  @Test
  void tellsTheNewestQuote_andNotTwice() {
    HttpClient alice = new HttpClient(rig, rig.token("alice"));
    GatewayRig.until(
        () -> {
          rig.publish(trade("BTC-USDT", System.nanoTime(), 600_000));
          return poll(alice, "channels=market:BTC-USDT&wait=1").path("events").size() == 1;
        });
    rig.publish(trade("BTC-USDT", System.nanoTime(), 600_010));
    rig.publish(trade("BTC-USDT", System.nanoTime(), 600_020));
    JsonNode first = poll(alice, "channels=market:BTC-USDT&wait=60");
    String since = first.path("since").asText();
    JsonNode quote = first.path("events").get(0);
    while (!quote.path("data").path("last").asText().equals("60002.0")) {
      JsonNode next = poll(alice, "channels=market:BTC-USDT&wait=60&since=" + since);
      since = next.path("since").asText();
      quote = next.path("events").get(0);
    }
    JsonNode nothing = poll(alice, "channels=market:BTC-USDT&wait=1&since=" + since);
    assertThat(nothing.path("events")).isEmpty();
    assertThat(nothing.path("recovered").asBoolean()).isTrue();
    rig.publish(trade("BTC-USDT", System.nanoTime(), 600_030));
    JsonNode next =
        poll(alice, "channels=market:BTC-USDT&wait=60&since=" + nothing.path("since").asText());
    assertThat(next.path("events").get(0).path("data").path("last").asText()).isEqualTo("60003.0");
  }

  @Test
  void tellsNoQuoteTwice_whenAnEventWaitsAlready() {
    rig.close();
    rig = GatewayRig.start(REDIS.uri(), Map.of("push.event-loops", "1"));
    SseClient quoted = SseClient.quoted(rig, "bob", "BTC-USDT");
    SseClient witness = SseClient.open(rig, rig.token("carol"), "?channels=alerts", Map.of());
    witness.next("subscribed");
    HttpClient alice = new HttpClient(rig, rig.token("alice"));
    String query = "channels=alerts,market:BTC-USDT&wait=";
    JsonNode first = poll(alice, query + "60&since=~");
    assertThat(channel(first)).isEqualTo("market:BTC-USDT");
    append(1);
    witness.next("alert");
    JsonNode second = poll(alice, query + "60&since=" + first.path("since").asText());
    assertThat(numbers(second)).containsExactly(1);
    JsonNode third = poll(alice, query + "1&since=" + second.path("since").asText());
    assertThat(third.path("events")).isEmpty();
    quoted.close();
    witness.close();
  }

  @Test
  void tellsAsManyQuotes_asTheUserMayHave_andTheRestWithTheNextCall() {
    rig.close();
    rig = GatewayRig.start(REDIS.uri(), Map.of("push.max-events-per-second", "1"));
    SseClient one = SseClient.quoted(rig, "bob", "BTC-USDT");
    SseClient two = SseClient.quoted(rig, "carol", "ETH-USDT");
    HttpClient alice = new HttpClient(rig, rig.token("alice"));
    String query = "channels=market:BTC-USDT,market:ETH-USDT&since=";
    JsonNode subscribed = poll(alice, query + "~&wait=60");
    assertThat(subscribed.path("events")).hasSize(2);
    rig.publish(trade("BTC-USDT", System.nanoTime(), 600_010));
    rig.publish(trade("ETH-USDT", System.nanoTime(), 600_010));
    JsonNode first = poll(alice, query + subscribed.path("since").asText() + "&wait=60");
    assertThat(first.path("events")).hasSize(1);
    JsonNode[] last = {poll(alice, query + first.path("since").asText() + "&wait=60")};
    assertThat(last[0].path("events")).hasSize(1);
    assertThat(List.of(channel(first), channel(last[0])))
        .containsExactlyInAnyOrder("market:BTC-USDT", "market:ETH-USDT");
    // Once it knows both, there is nothing more to tell.
    GatewayRig.until(
        () -> {
          last[0] = poll(alice, query + last[0].path("since").asText() + "&wait=1");
          return last[0].path("events").isEmpty();
        });
    one.close();
    two.close();
  }

  /** Its clock stands still: nothing that was spent comes back. */
  @Test
  void tellsEverySnapshot_andLeavesTheUserWhatHeMayHave() {
    rig.close();
    Map<String, String> settings = Map.of("push.max-events-per-second", "1");
    rig = GatewayRig.start(REDIS.uri(), "node", settings, new ManualClock(Instant.now()));
    SseClient one = SseClient.quoted(rig, "bob", "BTC-USDT");
    SseClient two = SseClient.quoted(rig, "carol", "ETH-USDT");
    HttpClient alice = new HttpClient(rig, rig.token("alice"));
    String channels = "channels=market:BTC-USDT,market:ETH-USDT,alerts&wait=60";
    JsonNode first = poll(alice, channels);
    assertThat(first.path("events")).hasSize(2);
    append(1);
    JsonNode second = poll(alice, channels + "&since=" + first.path("since").asText());
    assertThat(numbers(second)).containsExactly(1);
    one.close();
    two.close();
  }

  private static String channel(JsonNode answer) {
    return answer.path("events").get(0).path("channel").asText();
  }

  @Test
  void countsItsAnswers_andNoLatencyOfWhatWasMissed() {
    HttpClient alice = new HttpClient(rig, rig.token("alice"));
    String since = poll(alice, "channels=alerts&wait=0").path("since").asText();
    GatewayRig.until(() -> rig.count("ws.messages.sent") == 1);
    assertThat(rig.timed("ws.message.latency")).isZero();
    append(1);
    // Whether it was missed or not depends on who was faster; the second time it was.
    poll(alice, "channels=alerts&wait=60&since=" + since);
    GatewayRig.until(() -> rig.count("ws.messages.sent") == 2);
    double replayed = rig.count("ws.events.replayed");
    assertThat(rig.timed("ws.message.latency") + replayed).isEqualTo(1);
    poll(alice, "channels=alerts&wait=60&since=" + since);
    GatewayRig.until(() -> rig.count("ws.events.replayed") == replayed + 1);
    assertThat(rig.timed("ws.message.latency") + replayed).isEqualTo(1);
  }

  @Test
  void countsTheLatencyOfQuotes() {
    HttpClient alice = new HttpClient(rig, rig.token("alice"));
    GatewayRig.until(
        () -> {
          rig.publish(trade("BTC-USDT", System.nanoTime(), 600_000));
          return poll(alice, "channels=market:BTC-USDT&wait=1").path("events").size() == 1;
        });
    GatewayRig.until(() -> rig.timed("ws.message.latency") == 1);
  }

  @Test
  void refuses_whatItCannotRead() {
    HttpClient alice = new HttpClient(rig, rig.token("alice"));
    problem(alice.get("/v1/updates"), 422, "bad_request");
    problem(alice.get("/v1/updates?channels=alerts&since=x"), 422, "bad_request");
    problem(alice.get("/v1/updates?channels=alerts&since=1-0~abc"), 422, "bad_request");
    problem(alice.get("/v1/updates?channels=alerts&wait=61"), 422, "bad_request");
    problem(alice.get("/v1/updates?channels=alerts&wait=-1"), 422, "bad_request");
    problem(alice.get("/v1/updates?channels=alerts,user:bob"), 403, "forbidden");
    problem(new HttpClient(rig, null).get("/v1/updates?channels=alerts"), 401, "unauthenticated");
    assertThat(connections()).isZero();
  }

  @Test
  void answersWithWhatItHas_whenTheGatewayLeaves() {
    HttpClient alice = new HttpClient(rig, rig.token("alice"));
    CompletableFuture<JsonNode> waiting =
        CompletableFuture.supplyAsync(() -> poll(alice, "channels=alerts&wait=60"));
    GatewayRig.until(() -> connections() == 1);
    var stopping = rig.gateway().stop();
    assertThat(waiting).succeedsWithin(Duration.ofSeconds(10));
    assertThat(waiting.join().path("since").asText()).contains("-");
    assertThat(stopping.toCompletionStage().toCompletableFuture())
        .succeedsWithin(Duration.ofSeconds(10));
  }
}
