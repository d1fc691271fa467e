package io.tickwire.push.identity;

import static io.tickwire.push.GatewayRig.until;
import static io.tickwire.push.HttpClient.problem;
import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.config.ConfigException;
import io.tickwire.push.GatewayRig;
import io.tickwire.push.HttpClient;
import io.tickwire.push.WsClient;
import io.tickwire.push.auth.Signer;
import io.tickwire.push.auth.TokenAlgorithm;
import io.tickwire.testsupport.ManualClock;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Public keys from a server that rotates them, up to a user's request. */
final class JwksSourceTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static final TokenAlgorithm ALGORITHM = TokenAlgorithm.ES256;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();
  private final Signer first = Signer.of(ALGORITHM, "first");
  private final Signer second = Signer.of(ALGORITHM, "second");
  private volatile String document = Signer.jwks(first);
  private volatile int status = 200;
  private volatile Future<Void> answering = Future.succeededFuture();
  private HttpServer server;

  @BeforeEach
  void listen() {
    server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      asked.incrementAndGet();
                      answering.onComplete(
                          ignored -> request.response().setStatusCode(status).end(document));
                    })
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/jwks";
  }

  private static String token(Signer signer) {
    long expiry = System.currentTimeMillis() / 1_000 + 600;
    return signer.sign("{'sub':'alice','scope':'push','exp':" + expiry + "}");
  }

  @Test
  void looksForNewerKeys_whenOneIsNotThere_butNotAllTheTime() {
    ManualClock clock = new ManualClock(Instant.ofEpochSecond(1_700_000_000));
    JwksSource source = new JwksSource(vertx, url(), ALGORITHM, clock);
    await(source.start());
    assertThat(source.keys().keys()).containsOnlyKeys("first");

    document = Signer.jwks(first, second);
    await(source.refresh());
    assertThat(asked).hasValue(1);
    clock.advance(Duration.ofSeconds(10));
    await(source.refresh());
    await(source.refresh());
    assertThat(asked).hasValue(2);
    assertThat(source.keys().keys()).containsOnlyKeys("first", "second");

    status = 500;
    clock.advance(Duration.ofSeconds(10));
    await(source.refresh());
    assertThat(asked).hasValue(3);
    assertThat(source.keys().keys()).containsOnlyKeys("first", "second");
    source.stop();
  }

  @Test
  void answersEachOnItsContext_whenSeveralMissAKeyTogether() {
    ManualClock clock = new ManualClock(Instant.ofEpochSecond(1_700_000_000));
    JwksSource source = new JwksSource(vertx, url(), ALGORITHM, clock);
    await(source.start());
    clock.advance(Duration.ofSeconds(10));
    List<Future<Boolean>> there = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Promise<Boolean> answered = Promise.promise();
      there.add(answered.future());
      vertx.deployVerticle(
          context -> {
            source
                .refresh()
                .onComplete(ignored -> answered.complete(Vertx.currentContext() == context));
            return Future.succeededFuture();
          });
    }

    await(Future.join(there));
    assertThat(there).extracting(Future::result).containsOnly(true);
    source.stop();
  }

  @Test
  void isNotReady_untilTheServerAnswers() {
    status = 503;
    JwksSource source = new JwksSource(vertx, url(), ALGORITHM, Clock.systemUTC());
    await(source.start());
    assertThat(source.isLoaded()).isFalse();
    status = 200;
    until(source::isLoaded);
    source.stop();
  }

  @Test
  void letsUsersIn_withTokensOfAnotherIssuer(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("keys.json");
    Files.writeString(file, Signer.jwks(first));
    Map<String, String> settings =
        Map.of("auth.jwt-secret", "", "auth.jwt-algorithm", "ES256", "auth.jwks", file.toString());
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), settings)) {
      assertThat(new HttpClient(rig, token(first)).get("/v1/symbols").statusCode()).isEqualTo(200);
      problem(new HttpClient(rig, token(second)).get("/v1/symbols"), 401, "unauthenticated");
      problem(new HttpClient(rig, rig.token("alice")).get("/v1/symbols"), 401, "unauthenticated");

      WsClient byQuery = WsClient.connect(rig.vertx(), rig.port(), "?token=" + token(first));
      assertThat(byQuery.next("welcome").path("user").asText()).isEqualTo("alice");
      WsClient byMessage = WsClient.connect(rig.vertx(), rig.port(), "");
      byMessage.send("{'type':'auth','token':'" + token(first) + "'}");
      byMessage.next("welcome");
      WsClient unknown = WsClient.connect(rig.vertx(), rig.port(), "?token=" + token(second));
      unknown.expectClose(4401);
    }
  }

  @Test
  void letsAMessageWaitForNewerKeys_andNobodyElse() {
    Map<String, String> settings =
        Map.of("auth.jwt-secret", "", "auth.jwt-algorithm", "ES256", "auth.jwks", url());
    ManualClock clock = new ManualClock(Instant.now());
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), "node", settings, clock)) {
      Promise<Void> answer = Promise.promise();
      answering = answer.future();
      document = Signer.jwks(first, second);
      clock.advance(Duration.ofSeconds(10));
      WsClient client = WsClient.connect(rig.vertx(), rig.port(), "");
      client.send("{'type':'auth','token':'" + token(second) + "'}");
      client.send("{'type':'subscribe','channels':['alerts']}");
      until(() -> asked.get() == 2);
      WsClient other = WsClient.connect(rig.vertx(), rig.port(), "?token=" + token(first));
      other.next("welcome");
      answer.complete();

      assertThat(client.next(message -> true).path("type").asText()).isEqualTo("welcome");
      assertThat(client.next(message -> true).path("type").asText()).isEqualTo("subscribed");
    }
  }

  @Test
  void stopsTheStart_whenTheFileIsNotThere() {
    Map<String, String> settings =
        Map.of("auth.jwt-secret", "", "auth.jwt-algorithm", "RS256", "auth.jwks", "/nowhere.json");
    assertThatThrownBy(() -> GatewayRig.start(REDIS.uri(), settings))
        .hasCauseInstanceOf(ConfigException.class)
        .hasMessageContaining("auth.jwks");
  }
}
