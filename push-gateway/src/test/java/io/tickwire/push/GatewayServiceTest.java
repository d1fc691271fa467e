package io.tickwire.push;

import static io.tickwire.push.GatewayRig.trade;
import static io.tickwire.push.HttpClient.problem;
import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.config.ConfigException;
import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.common.telemetry.AdminServer;
import io.tickwire.testsupport.RedisExtension;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.client.WebClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starting, leaving, limits and what operators see. */
final class GatewayServiceTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  @Test
  void sendsEverybodyAway_whenItStops() {
    GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of());
    WsClient client = WsClient.signedIn(rig, "alice");
    assertThat(rig.context().telemetry().health().isReady()).isTrue();

    var stopping = rig.gateway().stop();
    JsonNode reconnect = client.next("reconnect");
    assertThat(reconnect.path("after_ms").asLong()).isBetween(0L, 200L);
    client.expectClose(1012);
    await(stopping);
    assertThat(rig.context().telemetry().health().isReady()).isFalse();
    await(rig.vertx().close());
  }

  @Test
  void spreadsTheDeparture_andKeepsServingUntilThen() {
    GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of("push.drain", "2s"));
    List<WsClient> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      WsClient client = WsClient.signedIn(rig, "user" + i);
      client.send("{'type':'subscribe','channels':['alerts'],'interval_ms':60000}");
      client.next("subscribed");
      clients.add(client);
    }
    var stopping = rig.gateway().stop();
    String offset = rig.append("alert", "alerts", Map.of("n", 1));
    WsClient late = WsClient.connect(rig.vertx(), rig.port(), "?token=" + rig.token("late"));
    assertThat(late.next("reconnect").path("reason").asText()).isEqualTo("draining");
    late.expectClose(1012);
    int told = 0;
    List<Long> comeBackMs = new ArrayList<>();
    for (WsClient client : clients) {
      JsonNode next =
          client.next(m -> m.has("data") || m.path("type").asText().equals("reconnect"));
      if (next.has("data")) {
        told++;
        assertThat(next.path("offset").asText()).isEqualTo(offset);
        next = client.next("reconnect");
      }
      assertThat(next.path("after_ms").asLong()).isBetween(0L, 1_000L);
      comeBackMs.add(next.path("after_ms").asLong());
      client.expectClose(1012);
    }
    // Of twenty within a second: all in one half of it, once in ten thousand times.
    assertThat(Collections.max(comeBackMs) - Collections.min(comeBackMs)).isGreaterThan(500);
    // Who was sent away before the event came was not told of it; of twenty over two seconds, not
    // all.
    assertThat(told).isPositive();
    await(stopping);
    await(rig.vertx().close());
  }

  @Test
  void showsItsPools_underStats() {
    Map<String, String> settings =
        Map.of("push.event-loops", "1", "push.pool-size", "2", "push.max-connections", "4");
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), settings)) {
      for (String user : List.of("alice", "bob", "carol")) {
        WsClient.signedIn(rig, user);
      }
      var telemetry = rig.context().telemetry();
      HttpServer admin = await(AdminServer.listen(rig.vertx(), "127.0.0.1", 0, telemetry));
      var stats =
          await(
              WebClient.create(rig.vertx()).get(admin.actualPort(), "127.0.0.1", "/stats").send());
      JsonNode push = HttpClient.json(stats).path("push");
      assertThat(push.path("traffic").path("connections").asInt()).isEqualTo(3);
      assertThat(push.path("event_loops").asInt()).isEqualTo(1);
      assertThat(push.path("pools").get(0).toString())
          .isEqualTo(
              "{\"name\":\"0-0\",\"state\":\"near_capacity\",\"connections\":2,\"capacity\":2}");
      assertThat(push.path("pools").get(1).toString())
          .isEqualTo("{\"name\":\"0-1\",\"state\":\"healthy\",\"connections\":1,\"capacity\":2}");
    }
  }

  @Test
  void beats_andClosesWhoIsSilent() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of("push.heartbeat", "200ms"))) {
      WsClient client = WsClient.signedIn(rig, "alice");
      JsonNode heartbeat = client.next("heartbeat");
      assertThat(heartbeat.path("interval").asLong()).isEqualTo(200);
      client.next("heartbeat");
      client.next("heartbeat");
      client.next("heartbeat");
      client.close();
    }
  }

  @Test
  void closes_whoAnswersNoPing() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of("push.heartbeat", "200ms"))) {
      NetClient mute = rig.vertx().createNetClient();
      NetSocket socket = await(mute.connect(rig.port(), "127.0.0.1"));
      CompletableFuture<Void> closed = new CompletableFuture<>();
      Buffer received = Buffer.buffer();
      // A close frame of two bytes and a reason begins with 0x88; 4408 is 0x1138.
      socket.handler(
          bytes -> {
            String all = received.appendBuffer(bytes).toString(StandardCharsets.ISO_8859_1);
            if (all.matches("(?s).*\\x88.\\x11\\x38.*")) {
              closed.complete(null);
            }
          });
      socket.write(
          "GET /v1/ws?token="
              + rig.token("alice")
              + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
      assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
      await(mute.close());
    }
  }

  private static double connections(GatewayRig rig) {
    return rig.context().telemetry().metrics().get("ws.connections.current").gauge().value();
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new AssertionError("did not come true");
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void forgetsASlowReader_thatNeverReadsAgain() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of("push.queue-bytes", "4096"))) {
      WsClient stuck = WsClient.signedIn(rig, "stuck");
      stuck.subscribe("user:me");
      stuck.socket().pause();
      String ballast = "x".repeat(200_000);
      // As many as it takes to fill what lies between, however much that is here.
      GatewayRig.until(
          () -> {
            rig.append("account_update", "user:stuck", Map.of("ballast", ballast));
            return connections(rig) == 0;
          });
      assertThat(rig.context().telemetry().metrics().scrape())
          .containsPattern("ws_messages_dropped_total\\{reason=\"closed\"} [1-9]");
    }
  }

  @Test
  void closes_whenNobodySignsIn() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of("push.auth-timeout", "200ms"))) {
      WsClient.connect(rig.vertx(), rig.port(), "").expectClose(4401);
    }
  }

  @Test
  void turnsAway_whoIsOneTooMany() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of("push.max-connections", "1"))) {
      WsClient first = WsClient.signedIn(rig, "alice");
      WsClient.connect(rig.vertx(), rig.port(), "").expectClose(4429);
      first.close();
      awaitTrue(() -> connections(rig) == 0);
      WsClient.signedIn(rig, "alice").close();
    }
  }

  @Test
  void answersUnavailable_whenNoEngineIsThere() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of())) {
      await(rig.engine().stop());
      HttpClient alice = new HttpClient(rig, rig.token("alice"));
      problem(alice.get("/v1/account"), 503, "unavailable");
      problem(alice.call("POST", "/v1/positions/pos_1/close", null), 503, "unavailable");
      assertThat(rig.context().telemetry().health().isReady()).isTrue();
    }
  }

  @Test
  void offersNoDevTokens_unlessAskedTo() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of())) {
      problem(
          new HttpClient(rig, null).post("/v1/dev/tokens", "{'user':'alice'}"), 404, "not_found");
    }
  }

  @Test
  void measures_fromTheTickToTheSocket() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of())) {
      WsClient client = WsClient.signedIn(rig, "alice");
      client.subscribe("market:BTC-USDT", "user:me");
      awaitTrue(
          () -> {
            rig.publish(trade("BTC-USDT", System.nanoTime(), 600_000));
            return rig.context().telemetry().metrics().get("tick.to.push").timer().count() > 0;
          });
      new HttpClient(rig, rig.token("alice")).get("/v1/account");
      rig.append(
          "position_closed",
          "user:alice",
          Map.of("execution", Map.of("tick", Map.of("sequence", 1), "received_us", 1)));
      client.next("position_closed");
      assertThat(rig.context().telemetry().metrics().scrape())
          .contains("ws_connections_current 1.0")
          .contains("ws_messages_sent_total")
          .contains("ws_messages_dropped_total")
          .contains("ws_message_latency_seconds_bucket")
          .contains("ws_batch_events_count")
          .contains("ws_filter_latency_seconds_bucket")
          .contains("tick_to_push_seconds_bucket")
          .contains("route=\"/v1/account\"");
      client.close();
    }
  }

  private static void awaitMetric(GatewayRig rig, String line) {
    awaitTrue(() -> rig.context().telemetry().metrics().scrape().lines().anyMatch(line::equals));
  }

  @Test
  void metrics_tellWhoListensToWhat_andHowLongHeStayed() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of())) {
      WsClient client = WsClient.signedIn(rig, "alice");
      client.subscribe("market:BTC-USDT", "token.1.update", "token.*.update");
      client.subscribe("user:me", "token.1.update");
      String metrics = rig.context().telemetry().metrics().scrape();
      assertThat(metrics)
          .contains("ws_subscribers_per_channel{family=\"market\"} 1.0")
          .contains("ws_subscribers_per_channel{family=\"token.*\"} 2.0")
          .contains("ws_subscribers_per_channel{family=\"user\"} 1.0")
          .contains("ws_subscriptions_per_client_count 2")
          .contains("ws_subscriptions_per_client_sum 7.0")
          .contains("ws_connection_duration_seconds_count 0");
      client.send("{'type':'unsubscribe','channels':['token.1.update']}");
      awaitMetric(rig, "ws_subscribers_per_channel{family=\"token.*\"} 1.0");
      client.close();
      awaitMetric(rig, "ws_subscribers_per_channel{family=\"token.*\"} 0.0");
      awaitMetric(rig, "ws_subscribers_per_channel{family=\"market\"} 0.0");
      awaitMetric(rig, "ws_connection_duration_seconds_count 1");

      SseClient stream =
          SseClient.open(rig, rig.token("alice"), "?channels=alerts,user:me", Map.of());
      awaitMetric(rig, "ws_subscribers_per_channel{family=\"alerts\"} 1.0");
      stream.close();
      awaitMetric(rig, "ws_subscribers_per_channel{family=\"alerts\"} 0.0");
      awaitMetric(rig, "ws_connection_duration_seconds_count 2");
    }
  }

  @Test
  void metrics_tellWhatIsLimited_andWhatIsToldAgain() {
    Map<String, String> settings =
        Map.of("push.max-messages-per-second", "1", "push.max-events-per-second", "1");
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), settings)) {
      String since = rig.append("alert", "alerts", Map.of("n", 1));
      rig.append("alert", "alerts", Map.of("n", 2));
      rig.append("alert", "alerts", Map.of("n", 3));
      WsClient client = WsClient.signedIn(rig, "alice");
      client.send("{'type':'subscribe','channels':[{'channel':'alerts','since':'" + since + "'}]}");
      awaitMetric(rig, "ws_events_replayed_total 2.0");
      assertThat(rig.context().telemetry().metrics().scrape())
          .contains("ws_message_latency_seconds_count 0")
          .contains("ws_rate_limited_total{what=\"messages\"} 0.0")
          .contains("ws_rate_limited_total{what=\"events\"} 0.0");
      for (int i = 0; i < 12; i++) {
        client.send("{'type':'ping'}");
      }
      client.next("error");
      awaitTrue(
          () ->
              rig.context()
                      .telemetry()
                      .metrics()
                      .counter("ws.rate.limited", "what", "messages")
                      .count()
                  > 0);
      rig.append("alert", "alerts", Map.of("n", 4));
      rig.append("alert", "alerts", Map.of("n", 5));
      rig.append("alert", "alerts", Map.of("n", 6));
      awaitTrue(
          () ->
              rig.context()
                      .telemetry()
                      .metrics()
                      .counter("ws.rate.limited", "what", "events")
                      .count()
                  > 0);
      client.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "push.port,70000",
    "push.heartbeat,1ms",
    "push.auth-timeout,0s",
    "push.batch,2m",
    "push.queue-bytes,1MB",
    "push.max-message-bytes,1",
    "push.max-subscriptions,0",
    "push.max-connections,-1",
    "push.event-loops,0",
    "push.demand-ttl,1ms",
    "push.price-wait,1h",
    "push.drain,1m",
    "push.request-timeout,1ms",
    "push.max-uri-bytes,1",
    "push.max-header-bytes,1",
    "push.tls.certificate,/no/such/file.pem",
    "push.tls.key,/no/such/file.pem",
    "dev.tokens,perhaps",
    "auth.jwt-secret,short"
  })
  void refusesToStart_whenASettingCannotBe(String key, String value) {
    Vertx vertx = Vertx.vertx();
    ServiceContext context =
        TestContext.of(
            vertx,
            REDIS.uri(),
            new LocalMembers("node"),
            Clock.systemUTC(),
            key.equals("dev.tokens")
                ? Map.of(key, value)
                : Map.of("dev.tokens", "true", key, value));
    assertThatThrownBy(() -> GatewayService.start(context))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key);
    await(vertx.close());
  }
}
