package io.tickwire.push;

import static io.tickwire.push.HttpClient.problem;
import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.redis.Keys;
import io.tickwire.push.auth.ApiKey;
import io.tickwire.push.auth.Scope;
import io.tickwire.testsupport.ManualClock;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is turned away at the door, over real sockets. */
final class AdmissionOverHttpTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static WsClient from(GatewayRig rig, String header, String value) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setPort(rig.port())
            .setURI("/v1/ws?token=" + rig.token("alice"))
            .setAllowOriginHeader(header.equals("Origin"));
    return WsClient.connect(rig.vertx(), options.addHeader(header, value));
  }

  @Test
  void turnsAwayPages_ofOtherOrigins() {
    try (GatewayRig rig =
        GatewayRig.start(
            REDIS.uri(), Map.of("push.admission.origins", "https://app.example.com"))) {
      from(rig, "Origin", "https://evil.com").expectClose(4403);
      from(rig, "Origin", "null").expectClose(4403);
      from(rig, "Origin", "https://app.example.com").next("welcome");
      from(rig, "Origin", "http://127.0.0.1:" + rig.port()).next("welcome");
      from(rig, "X-Nothing", "no browser").next("welcome");
      assertThat(rig.context().telemetry().metrics().scrape())
          .contains("ws_turned_away_total{reason=\"origin\"} 2.0");
    }
  }

  @Test
  void limitsConnections_ofAnAddressAndOfAUser() {
    Map<String, String> settings =
        Map.of(
            "push.admission.max-per-address", "3",
            "push.admission.max-per-user", "2",
            "push.admission.trusted-proxies", "1");
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), settings)) {
      WsClient first = from(rig, "X-Forwarded-For", "1.1.1.1");
      first.next("welcome");
      from(rig, "X-Forwarded-For", "1.1.1.1").next("welcome");
      from(rig, "X-Forwarded-For", "2.2.2.2").expectClose(4429);
      for (int i = 0; i < 3; i++) {
        WsClient.connect(
            rig.vertx(),
            new WebSocketConnectOptions()
                .setPort(rig.port())
                .setURI("/v1/ws")
                .addHeader("X-Forwarded-For", "3.3.3.3"));
      }
      from(rig, "X-Forwarded-For", "3.3.3.3").expectClose(4429);

      first.close();
      GatewayRig.until(
          () ->
              rig.context().telemetry().metrics().scrape().contains("ws_connections_current 4.0"));
      from(rig, "X-Forwarded-For", "1.1.1.1").next("welcome");
    }
  }

  private static WsClient through(GatewayRig rig, String said, String addedByTheProxy) {
    return WsClient.connect(
        rig.vertx(),
        new WebSocketConnectOptions()
            .setPort(rig.port())
            .setURI("/v1/ws?token=" + rig.token("alice"))
            .addHeader("X-Forwarded-For", said)
            .addHeader("X-Forwarded-For", addedByTheProxy));
  }

  @Test
  void countsForTheAddressOfTheProxy_alsoWhenThatIsOnALineOfItsOwn() {
    Map<String, String> settings =
        Map.of("push.admission.max-per-address", "1", "push.admission.trusted-proxies", "1");
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), settings)) {
      through(rig, "6.6.6.6", "1.1.1.1").next("welcome");
      through(rig, "7.7.7.7", "1.1.1.1").expectClose(4429);
      through(rig, "6.6.6.6", "2.2.2.2").next("welcome");
    }
  }

  @Test
  void countsStreamsAndPolls_thatAreTurnedAway() {
    Map<String, String> settings =
        Map.of("push.admission.max-per-address", "2", "push.admission.max-per-user", "1");
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), settings)) {
      WsClient.signedIn(rig, "alice");
      String poll = "/v1/updates?channels=alerts&wait=0";
      problem(new HttpClient(rig, rig.token("alice")).get(poll), 429, "too_many_requests");
      WsClient.signedIn(rig, "bob");
      problem(new HttpClient(rig, rig.token("carol")).get(poll), 429, "too_many_requests");
      assertThat(rig.context().telemetry().metrics().scrape())
          .contains("ws_turned_away_total{reason=\"user\"} 1.0")
          .contains("ws_turned_away_total{reason=\"address\"} 1.0");
    }
  }

  @Test
  void refusesTokens_whoseUserCouldBeAPattern() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of())) {
      for (String user : List.of("*", "a:*")) {
        String token = rig.token(user);
        WsClient.connect(rig.vertx(), rig.port(), "?token=" + token).expectClose(4401);
        signingIn(rig, token).expectClose(4401);
        problem(new HttpClient(rig, token).get("/v1/symbols"), 401, "unauthenticated");
      }
    }
  }

  @Test
  void keepsWhoIsSignedIn_whenAnotherGetsTheAddressBanned() {
    try (GatewayRig rig =
        GatewayRig.start(REDIS.uri(), Map.of("push.admission.max-failures", "2"))) {
      WsClient alice = WsClient.signedIn(rig, "alice");
      for (int i = 0; i < 3; i++) {
        signingIn(rig, "a.b.c").expectClose(4401);
      }
      WsClient.connect(rig.vertx(), rig.port(), "").expectClose(4429);
      alice.send("{'type':'auth','token':'" + rig.token("alice") + "'}");
      assertThat(alice.next("welcome").path("user").asText()).isEqualTo("alice");
      alice.send("{'type':'auth','token':'a.b.c'}");
      alice.expectClose(4429);
    }
  }

  @Test
  void saysHowLongABanLastsYet() {
    ManualClock clock = new ManualClock(Instant.now());
    Map<String, String> settings =
        Map.of("push.admission.max-failures", "2", "push.admission.ban", "1m");
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), "node", settings, clock)) {
      HttpClient guesser = new HttpClient(rig, "a.b.c");
      for (int i = 0; i < 3; i++) {
        problem(guesser.get("/v1/symbols"), 401, "unauthenticated");
      }
      assertThat(guesser.get("/v1/symbols").getHeader("Retry-After")).isEqualTo("60");
      clock.advance(Duration.ofMillis(20_001));
      assertThat(guesser.get("/v1/symbols").getHeader("Retry-After")).isEqualTo("40");
      clock.advance(Duration.ofMillis(39_999));
      problem(guesser.get("/v1/symbols"), 401, "unauthenticated");
    }
  }

  @Test
  void bansAnAddress_thatGuesses() {
    Map<String, String> settings =
        Map.of("push.admission.max-failures", "2", "push.admission.trusted-proxies", "1");
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), settings)) {
      Map<String, String> here = Map.of("X-Forwarded-For", "1.1.1.1");
      HttpClient guesser = new HttpClient(rig, "a.b.c");
      for (int i = 0; i < 3; i++) {
        problem(guesser.call("GET", "/v1/symbols", null, here), 401, "unauthenticated");
      }
      problem(guesser.call("GET", "/v1/symbols", null, here), 429, "too_many_requests");
      from(rig, "X-Forwarded-For", "1.1.1.1").expectClose(4429);
      problem(guesser.call("GET", "/v1/stream", null, here), 429, "too_many_requests");
      assertThat(rig.count("ws.turned.away", "reason", "banned")).isEqualTo(3);
      from(rig, "X-Forwarded-For", "2.2.2.2").next("welcome");
      HttpClient alice = new HttpClient(rig, rig.token("alice"));
      assertThat(alice.get("/v1/symbols").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void saysWhenToComeBack_whenAnApiKeyCannotBeLookedUp() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of("push.drain", "5s"))) {
      String key = ApiKey.issue("alice", Set.of(Scope.PUSH), List.of(), null, 0, 0).text();
      var redis = rig.context().redis();
      await(redis.send(Request.cmd(Command.SET).arg(Keys.API_KEYS).arg("damaged")));
      Set<Long> afterMs = new HashSet<>();
      for (int i = 0; i < 8; i++) {
        WsClient client = WsClient.connect(rig.vertx(), rig.port(), "?api_key=" + key);
        JsonNode reconnect = client.next("reconnect");
        assertThat(reconnect.path("reason").asText()).contains("API key");
        afterMs.add(reconnect.path("after_ms").asLong());
        client.expectClose(1012);
      }
      assertThat(afterMs).hasSizeGreaterThan(1).allMatch(one -> one >= 0 && one < 1_000);
      await(redis.send(Request.cmd(Command.DEL).arg(Keys.API_KEYS)));
    }
  }

  private static WsClient signingIn(GatewayRig rig, String token) {
    WsClient client = WsClient.connect(rig.vertx(), rig.port(), "");
    client.send("{'type':'auth','token':'" + token + "'}");
    return client;
  }

  @Test
  void counts_whoSignsInWithAMessage() {
    Map<String, String> settings =
        Map.of("push.admission.max-per-user", "1", "push.admission.max-failures", "2");
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), settings)) {
      WsClient first = signingIn(rig, rig.token("alice"));
      first.next("welcome");
      signingIn(rig, rig.token("alice")).expectClose(4429);
      first.send("{'type':'auth','token':'" + rig.token("alice") + "'}");
      first.next("welcome");
      signingIn(rig, "x").expectClose(4401);
      signingIn(rig, "a.b.c").expectClose(4401);
      WsClient late = WsClient.connect(rig.vertx(), rig.port(), "");
      signingIn(rig, "a.b.c").expectClose(4401);
      late.send("{'type':'auth','token':'" + rig.token("bob") + "'}");
      late.expectClose(4429);
      WsClient.connect(rig.vertx(), rig.port(), "").expectClose(4429);
    }
  }
}
