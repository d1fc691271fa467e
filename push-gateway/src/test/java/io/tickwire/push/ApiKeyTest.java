package io.tickwire.push;

import static io.tickwire.push.HttpClient.json;
import static io.tickwire.push.HttpClient.problem;
import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.wire.Json;
import io.tickwire.push.auth.ApiKey;
import io.tickwire.push.auth.Scope;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** API keys from their making to their revocation, with two gateways. */
final class ApiKeyTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static GatewayRig rig;
  private static GatewayRig other;
  private static HttpClient admin;

  @BeforeAll
  static void start() {
    rig = GatewayRig.start(REDIS.uri(), "one", Map.of());
    other = GatewayRig.start(REDIS.uri(), "two", Map.of());
    admin = new HttpClient(rig, rig.token("root", Scope.ADMIN));
  }

  @AfterAll
  static void stop() {
    rig.close();
    other.close();
  }

  private static JsonNode make(String body) {
    HttpResponse<Buffer> response = admin.post("/v1/admin/keys", body);
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(201);
    JsonNode made = json(response);
    assertThat(response.getHeader("Location"))
        .isEqualTo("/v1/admin/keys/" + made.path("id").asText());
    return made;
  }

  private static HttpResponse<Buffer> symbols(GatewayRig gateway, String key) {
    return new HttpClient(gateway, null).call("GET", "/v1/symbols", null, Map.of("X-API-Key", key));
  }

  @Test
  void speaksForItsUser_untilItIsRevoked_onEveryGatewayAtOnce() {
    JsonNode made = make("{'user':'carol','scope':['push'],'name':'desk'}");
    String key = made.path("key").asText();
    assertThat(key).startsWith(made.path("id").asText() + ".");
    HttpClient nobody = new HttpClient(other, null);
    assertThat(symbols(other, key).statusCode()).isEqualTo(200);
    assertThat(nobody.get("/v1/symbols?api_key=" + key).statusCode()).isEqualTo(200);
    assertThat(nobody.get("/v1/symbols?apiKey=" + key).statusCode()).isEqualTo(200);
    WsClient byQuery = WsClient.connect(other.vertx(), other.port(), "?api_key=" + key);
    assertThat(byQuery.next("welcome").path("user").asText()).isEqualTo("carol");
    WsClient byHeader =
        WsClient.connect(
            other.vertx(),
            new WebSocketConnectOptions()
                .setPort(other.port())
                .setURI("/v1/ws")
                .addHeader("X-API-Key", key));
    byHeader.next("welcome");
    byHeader.subscribe("user:me");
    WsClient bystander = WsClient.signedIn(other, "carol");

    assertThat(admin.call("DELETE", "/v1/admin/keys/" + made.path("id").asText(), null))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(204);

    problem(symbols(other, key), 401, "unauthenticated");
    byQuery.expectClose(4401);
    byHeader.expectClose(4401);
    WsClient.connect(other.vertx(), other.port(), "?api_key=" + key).expectClose(4401);
    bystander.send("{'type':'ping'}");
    bystander.next("pong");
    problem(
        admin.call("DELETE", "/v1/admin/keys/" + made.path("id").asText(), null), 404, "not_found");
  }

  @Test
  void keepsToItsScopesAndChannels() {
    String key =
        make("{'user':'feed','scope':'publish','channels':['alerts']}").path("key").asText();
    problem(symbols(rig, key), 403, "forbidden");
    HttpClient nobody = new HttpClient(rig, null);
    Map<String, String> header = Map.of("X-API-Key", key);
    assertThat(
            nobody
                .call("POST", "/v1/events", "{'channel':'alerts','type':'alert'}", header)
                .statusCode())
        .isEqualTo(202);
    problem(
        nobody.call("POST", "/v1/events", "{'channel':'other','type':'alert'}", header),
        403,
        "forbidden");
    WsClient.connect(rig.vertx(), rig.port(), "?api_key=" + key).expectClose(4403);
  }

  @Test
  void isKeptWithoutItsSecret() {
    JsonNode made = make("{'user':'dave','scope':'push'}");
    String secret = made.path("key").asText().substring(made.path("id").asText().length() + 1);
    String kept =
        await(rig.context().redis().send(Request.cmd(Command.HGETALL).arg(Keys.API_KEYS)))
            .toString();
    assertThat(kept).contains(made.path("id").asText()).doesNotContain(secret);
    assertThat(admin.get("/v1/admin/keys?limit=500").bodyAsString())
        .contains(made.path("id").asText())
        .doesNotContain(secret)
        .doesNotContain("hash");
  }

  @Test
  void isRefused_whenTheSecretIsAnothers_orItCannotBeAKey() {
    String one = make("{'user':'eve','scope':'push'}").path("key").asText();
    String two = make("{'user':'eve','scope':'push'}").path("key").asText();
    String mixed = one.substring(0, one.indexOf('.')) + two.substring(two.indexOf('.'));
    for (String bad : java.util.List.of(mixed, one + "A", one.substring(1), "x", "key_.", "*")) {
      problem(symbols(rig, bad), 401, "unauthenticated");
    }
  }

  @Test
  void isRefused_whenItWasMadeForAUserWhoCannotBe() {
    ApiKey.Issued issued = ApiKey.issue("*", Set.of(Scope.PUSH), List.of(), null, 0, 0);
    await(
        rig.context()
            .redis()
            .send(
                Request.cmd(Command.HSET)
                    .arg(Keys.API_KEYS)
                    .arg(issued.key().id())
                    .arg(Json.write(issued.key()))));
    problem(symbols(rig, issued.text()), 401, "unauthenticated");
    WsClient.connect(rig.vertx(), rig.port(), "?api_key=" + issued.text()).expectClose(4401);
  }

  @Test
  void isListedPageByPage() {
    make("{'user':'fred','scope':'push'}");
    make("{'user':'fred','scope':'push'}");
    JsonNode first = json(admin.get("/v1/admin/keys?limit=1"));
    assertThat(first.path("items")).hasSize(1);
    JsonNode second =
        json(admin.get("/v1/admin/keys?limit=1&cursor=" + first.path("next_cursor").asText()));
    assertThat(second.path("items").get(0).path("id"))
        .isNotEqualTo(first.path("items").get(0).path("id"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | user",
        "{'user':'a b'} | user",
        "{'user':'*','scope':'push'} | user",
        "{'user':'a:*','scope':'push'} | user",
        "{'user':'a'} | scope",
        "{'user':'a','scope':[]} | scope",
        "{'user':'a','scope':'fly'} | scope",
        "{'user':'a','scope':'push','channels':[]} | channels",
        "{'user':'a','scope':'push','channels':'x'} | channels",
        "{'user':'a','scope':'push','expires_in':0} | expires_in",
        "{'user':'a','scope':'push','expires_in':'x'} | expires_in",
      })
  void isNotMade_whenAFieldCannotBe(String body, String field) {
    JsonNode problem = problem(admin.post("/v1/admin/keys", body), 422, "bad_request");
    assertThat(problem.path("field").asText()).isEqualTo(field);
  }

  @Test
  void holdsNothing_ofOneWhoLeavesWhileHisKeyIsLookedUp() throws IOException {
    String key = make("{'user':'dave','scope':['push'],'name':'desk'}").path("key").asText();
    int before = rig.traffic().connections();
    await(rig.context().redis().send(Request.cmd(Command.CLIENT).arg("PAUSE").arg(1_000)));
    for (String path :
        List.of("/v1/stream?channels=alerts", "/v1/updates?channels=alerts&wait=60")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.port())) {
        String head = "GET " + path + " HTTP/1.1\r\nHost: x\r\nX-API-Key: " + key + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      }
    }
    // Redis answers one after the other: the two have been looked up then.
    assertThat(symbols(rig, key).statusCode()).isEqualTo(200);
    GatewayRig.until(() -> rig.traffic().connections() == before);
  }

  @Test
  void isMadeByAdminsOnly() {
    HttpClient user = new HttpClient(rig, rig.token("alice"));
    problem(user.post("/v1/admin/keys", "{'user':'a','scope':'push'}"), 403, "forbidden");
    problem(user.get("/v1/admin/keys"), 403, "forbidden");
    problem(user.call("DELETE", "/v1/admin/keys/key_1", null), 403, "forbidden");
  }
}
