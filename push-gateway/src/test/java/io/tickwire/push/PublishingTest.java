package io.tickwire.push;

import static io.tickwire.push.HttpClient.json;
import static io.tickwire.push.HttpClient.problem;
import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.wire.Event;
import io.tickwire.push.auth.Scope;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of backends by HTTP and the event bus, through to a client's socket. */
final class PublishingTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static GatewayRig rig;
  private static GatewayRig other;
  private static HttpClient backend;

  @BeforeAll
  static void start() {
    Map<String, String> settings =
        Map.of("push.publish.max-request-bytes", "40000", "push.events.max", "1000");
    rig = GatewayRig.start(REDIS.uri(), "one", settings);
    other = GatewayRig.start(REDIS.uri(), "two", settings);
    backend = new HttpClient(rig, rig.publisher("backend"));
  }

  @AfterAll
  static void stop() {
    rig.close();
    other.close();
  }

  private static List<String> offsets(HttpResponse<Buffer> response) {
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(202);
    return offsets(json(response));
  }

  private static List<String> offsets(JsonNode body) {
    List<String> offsets = new ArrayList<>();
    body.path("offsets").forEach(offset -> offsets.add(offset.asText()));
    return offsets;
  }

  private static String event(String channel, int number) {
    return "{'channel':'" + channel + "','type':'note','data':{'number':" + number + "}}";
  }

  @Test
  void isHeardThroughEveryGateway_atTheSameOffsets() {
    WsClient here = WsClient.signedIn(rig, "hanna");
    WsClient there = WsClient.signedIn(other, "hanna");
    here.subscribe("user:me");
    there.subscribe("user:me");

    List<String> offsets =
        offsets(
            backend.post(
                "/v1/events", "[" + event("user:hanna", 1) + "," + event("user:hanna", 2) + "]"));

    assertThat(offsets).hasSize(2).isSorted();
    for (WsClient client : List.of(here, there)) {
      List<JsonNode> heard = new ArrayList<>();
      while (heard.size() < 2) {
        JsonNode message = client.next(any -> true);
        if (message.path("type").asText().equals("event_batch")) {
          message.path("events").forEach(heard::add);
        } else if (message.path("type").asText().equals("note")) {
          heard.add(message);
        }
      }
      assertThat(heard).extracting(one -> one.path("offset").asText()).isEqualTo(offsets);
      assertThat(heard)
          .extracting(one -> one.path("data").path("number").asInt())
          .containsExactly(1, 2);
      client.close();
    }
  }

  @Test
  void needsTheScopePublish() {
    HttpClient reader = new HttpClient(rig, rig.token("alice", Scope.PUSH, Scope.TRADE));
    problem(reader.post("/v1/events", event("alerts", 1)), 403, "forbidden");
    problem(
        new HttpClient(rig, null).post("/v1/events", event("alerts", 1)), 401, "unauthenticated");
  }

  @Test
  void keepsToTheChannelsOfTheToken() {
    HttpClient limited = new HttpClient(rig, rig.publisher("desk", "alerts", "token.7.*"));

    assertThat(offsets(limited.post("/v1/events", event("token.7.update", 1)))).hasSize(1);
    JsonNode problem =
        problem(
            limited.post(
                "/v1/events", "[" + event("alerts", 1) + "," + event("token.8.update", 1) + "]"),
            403,
            "forbidden");
    assertThat(problem.path("field").asText()).isEqualTo("[1].channel");
    assertThat(rig.logged("alerts")).isEmpty();
  }

  @Test
  void isStoredOnce_whenTheSameRequestComesAgain() {
    Map<String, String> key = Map.of("Idempotency-Key", "request-1");
    String body = "[" + event("once", 1) + "," + event("once", 2) + "]";
    List<String> first = offsets(backend.call("POST", "/v1/events", body, key));

    HttpClient elsewhere = new HttpClient(other, other.publisher("backend"));
    assertThat(offsets(elsewhere.call("POST", "/v1/events", body, key))).isEqualTo(first);
    assertThat(rig.logged("once")).hasSize(2);

    JsonNode problem =
        problem(backend.call("POST", "/v1/events", event("once", 3), key), 409, "conflict");
    assertThat(problem.path("field").asText()).isEqualTo("Idempotency-Key");
    HttpClient somebody = new HttpClient(rig, rig.publisher("somebody-else"));
    assertThat(offsets(somebody.call("POST", "/v1/events", event("once", 3), key)))
        .doesNotContainAnyElementsOf(first);
  }

  @Test
  void remembersARequestAndAnEventsKey_forADay() {
    Map<String, String> key = Map.of("Idempotency-Key", "request-of-a-day");
    String keyed = "{'channel':'daily','type':'note','key':'k1','data':1}";
    Set<String> before = remembered();
    offsets(backend.call("POST", "/v1/events", keyed, key));
    Set<String> added = remembered();
    added.removeAll(before);
    assertThat(added)
        .hasSize(2)
        .allSatisfy(one -> assertThat(secondsLeft(one)).isBetween(86_340L, 86_400L));
  }

  /** Keys in Redis of requests and of events' own keys. */
  private static Set<String> remembered() {
    Set<String> keys = new HashSet<>();
    for (String pattern : List.of(Keys.publishingKey("*"), Keys.publishedKey("*"))) {
      await(rig.context().redis().send(Request.cmd(Command.KEYS).arg(pattern)))
          .forEach(key -> keys.add(key.toString()));
    }
    return keys;
  }

  private static long secondsLeft(String key) {
    return await(rig.context().redis().send(Request.cmd(Command.TTL).arg(key))).toLong();
  }

  @Test
  void isStoredOnce_whenTwoGatewaysAreAskedAtOnce() {
    WebClient client = WebClient.create(rig.vertx());
    String token = rig.publisher("backend");
    for (int round = 0; round < 10; round++) {
      List<Future<HttpResponse<Buffer>>> sent = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        sent.add(
            client
                .post((i % 2 == 0 ? rig : other).port(), "127.0.0.1", "/v1/events")
                .bearerTokenAuthentication(token)
                .putHeader("Idempotency-Key", "race-" + round)
                .sendBuffer(Buffer.buffer(event("race", round).replace('\'', '"'))));
      }
      await(Future.all(sent));
      assertThat(sent)
          .extracting(one -> offsets(one.result()))
          .containsOnly(offsets(sent.get(0).result()));
    }
    assertThat(rig.logged("race")).hasSize(10);
  }

  @Test
  void isStoredOnce_whenAnEventsKeyComesAgain() {
    String keyed = "{'channel':'keyed','type':'note','key':'k1','data':1}";
    List<String> first = offsets(backend.post("/v1/events", "[" + keyed + "," + keyed + "]"));
    assertThat(new HashSet<>(first)).hasSize(1);
    assertThat(offsets(backend.post("/v1/events", keyed))).containsExactly(first.get(0));
    assertThat(rig.logged("keyed")).hasSize(1);

    String changed = keyed.replace("'data':1", "'data':2");
    JsonNode problem =
        problem(
            backend.post("/v1/events", "[" + event("keyed", 9) + "," + changed + "]"),
            409,
            "conflict");
    assertThat(problem.path("field").asText()).isEqualTo("[1].key");
    assertThat(rig.logged("keyed")).hasSize(1);
    // Another channel has keys of its own.
    assertThat(offsets(backend.post("/v1/events", changed.replace("'keyed'", "'keyed.2'"))))
        .doesNotContainAnyElementsOf(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "ä"})
  void refusesAnIdempotencyKey_thatCannotBe(String key) {
    JsonNode problem =
        problem(
            backend.call("POST", "/v1/events", event("alerts", 1), Map.of("Idempotency-Key", key)),
            400,
            "bad_request");
    assertThat(problem.path("field").asText()).isEqualTo("Idempotency-Key");
  }

  @Test
  void refusesWhatIsNoEvent() {
    problem(backend.post("/v1/events", "{'channel"), 400, "bad_request");
    problem(backend.post("/v1/events", ""), 400, "bad_request");
    JsonNode problem =
        problem(backend.post("/v1/events", "{'channel':'alerts'}"), 422, "bad_request");
    assertThat(problem.path("field").asText()).isEqualTo("type");
    problem(backend.post("/v1/events", "'" + "x".repeat(50_000) + "'"), 413, "bad_request");
  }

  @Test
  void countsByDoor_withoutNames() {
    backend.post("/v1/events", event("counted.with.care", 1));
    backend.post("/v1/events", "{'channel':'alerts'}");

    String metrics = rig.context().telemetry().metrics().scrape();
    assertThat(metrics)
        .containsPattern("push_events_accepted_total\\{door=\"http\"} [1-9]")
        .contains("push_events_accepted_total{door=\"stream\"}")
        .containsPattern("push_events_refused_total\\{door=\"http\",reason=\"bad_request\"} [1-9]")
        .doesNotContain("counted.with.care");
  }

  @Test
  void takesEventsFromTheBus() {
    Object text =
        await(
                rig.vertx()
                    .eventBus()
                    .request(
                        Addresses.PUBLISH_EVENTS,
                        event("bus", 1).replace('\'', '"'),
                        new DeliveryOptions().addHeader("Idempotency-Key", "b1")))
            .body();
    assertThat(text).asString().contains("offsets");

    JsonObject again =
        (JsonObject)
            await(
                    rig.vertx()
                        .eventBus()
                        .request(
                            Addresses.PUBLISH_EVENTS,
                            new JsonObject(event("bus", 1).replace('\'', '"')),
                            new DeliveryOptions().addHeader("Idempotency-Key", "b1")))
                .body();
    assertThat(text).isEqualTo(again.encode());
    assertThat(rig.logged("bus")).hasSize(1);

    JsonObject refused =
        (JsonObject)
            await(
                    rig.vertx()
                        .eventBus()
                        .request(
                            Addresses.PUBLISH_EVENTS,
                            new JsonArray().add(new JsonObject().put("channel", "bus"))))
                .body();
    assertThat(refused.getString("field")).isEqualTo("[0].type");
    assertThat(refused.getInteger("status")).isEqualTo(422);

    Object noJson =
        await(rig.vertx().eventBus().request(Addresses.PUBLISH_EVENTS, "nonsense")).body();
    assertThat(noJson).asString().contains("\"bad_request\"");
  }

  @Test
  void keepsNoMoreThanIsSet() {
    String list =
        "[" + String.join(",", java.util.Collections.nCopies(500, event("many", 1))) + "]";
    for (int i = 0; i < 5; i++) {
      offsets(backend.post("/v1/events", list));
    }
    long length =
        await(rig.context().redis().send(Request.cmd(Command.XLEN).arg(Keys.EVENTS))).toLong();
    // Redis drops whole nodes of a hundred entries.
    assertThat(length).isBetween(1_000L, 1_200L);
    assertThat(rig.logged("many")).extracting(Event::type).containsOnly("note");
  }
}
