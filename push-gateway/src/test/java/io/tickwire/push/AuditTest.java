package io.tickwire.push;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import io.tickwire.push.auth.Scope;
import io.tickwire.testsupport.RedisExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Who did what is told in lines of JSON, without what would let anybody do it again. */
final class AuditTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private final Logger logger = (Logger) LoggerFactory.getLogger("audit");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
        }
      };
  private final GatewayRig rig =
      GatewayRig.start(
          REDIS.uri(),
          Map.of(
              "push.auth-timeout", "500ms",
              "push.admission.max-messages-per-user", "3",
              "push.admission.max-refused-messages", "5"));

  @BeforeEach
  void listen() {
    appender.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  @AfterEach
  void stop() {
    rig.close();
    logger.setLevel(null);
    logger.setAdditive(true);
    logger.detachAppender(appender);
  }

  private JsonNode line(Predicate<JsonNode> wanted) {
    GatewayRig.until(
        () -> lines.stream().anyMatch(line -> wanted.test(Json.read(line, JsonNode.class))));
    return lines.stream()
        .map(line -> Json.read(line, JsonNode.class))
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  private JsonNode line(String event) {
    return line(one -> one.path("event").asText().equals(event));
  }

  private JsonNode refusal(String reason) {
    return line(one -> one.path("reason").asText().equals(reason));
  }

  @Test
  void tellsOnce_whatIsRefusedOnAnOpenSocket() {
    String query = "?token=" + rig.token("carol", Scope.TRADE);
    WsClient.connect(rig.vertx(), rig.port(), query).expectClose(4403);
    assertThat(refusal("the token lacks the scope push").has("who")).isFalse();
    WsClient.connect(rig.vertx(), rig.port(), "").expectClose(4401);
    refusal("no token in time");
    WsClient client = WsClient.signedIn(rig, "alice");
    client.send("{'type':'auth','token':'" + rig.token("bob") + "'}");
    client.next("error");
    assertThat(refusal("a connection keeps its user").path("who").asText()).isEqualTo("alice");
    for (int i = 0; i < 10; i++) {
      client.send("{}");
    }
    client.expectClose(4400);
    assertThat(refusal("too many malformed messages").path("who").asText()).isEqualTo("alice");
    WsClient.connect(rig.vertx(), rig.port(), "?token=none").expectClose(4401);
    WsClient.signedIn(rig, "last").close();
    line(one -> one.path("who").asText().equals("last"));
    assertThat(lines).filteredOn(line -> line.contains("\"refuse\"")).hasSize(5);
  }

  @Test
  void tells_whoSendsTooMuch() {
    WsClient client = WsClient.signedIn(rig, "flora");
    client.flood("{'type':'ping'}", 50);
    JsonNode line = refusal("too many messages and requests of this user a second");
    assertThat(line.path("who").asText()).isEqualTo("flora");
    assertThat(line.path("path").asText()).isEqualTo("/v1/ws");
    JsonNode end = refusal("sent on after too many refused messages");
    assertThat(end.path("who").asText()).isEqualTo("flora");
    WsClient.connect(rig.vertx(), rig.port(), "?token=" + rig.token("flora")).expectClose(4429);
    refusal("too many refused messages of this user");
  }

  @Test
  void tellsConnectsSubscribesPublishesTradesAndRefusals_butNoSecret() {
    String token = rig.token("alice");
    String publisher = rig.publisher("desk", "alerts");
    String bad = token.substring(0, token.length() - 3) + "AAA";
    HttpClient admin = new HttpClient(rig, rig.token("root", Scope.ADMIN));
    String key =
        HttpClient.json(admin.post("/v1/admin/keys", "{'user':'alice','scope':'push'}"))
            .path("key")
            .asText();

    WsClient client = WsClient.connect(rig.vertx(), rig.port(), "?token=" + token);
    client.next("welcome");
    client.subscribe("alerts", "user:bob");
    JsonNode connect = line("connect");
    assertThat(connect.path("who").asText()).isEqualTo("alice");
    assertThat(connect.path("via").asText()).isEqualTo("websocket");
    assertThat(connect.path("address").asText()).isEqualTo("127.0.0.1");
    assertThat(connect.path("at").asText()).endsWith("Z");
    JsonNode subscribe = line("subscribe");
    assertThat(subscribe.path("connection")).isEqualTo(connect.path("connection"));
    assertThat(subscribe.path("channels").get(0).asText()).isEqualTo("alerts");
    assertThat(subscribe.path("rejected").get(0).asText()).isEqualTo("user:bob");

    SseClient stream = SseClient.open(rig, null, "?channels=alerts&api_key=" + key, Map.of());
    stream.next("subscribed");
    line(one -> one.path("via").asText().equals("stream"));

    HttpClient desk = new HttpClient(rig, publisher);
    desk.post("/v1/events", "{'channel':'alerts','type':'alert','data':{'n':1}}");
    JsonNode publish = line("publish");
    assertThat(publish.path("who").asText()).isEqualTo("desk");
    assertThat(publish.path("door").asText()).isEqualTo("http");
    assertThat(publish.path("offsets")).hasSize(1);
    desk.post("/v1/events", "{'channel':'global.trending','type':'x','data':{}}");
    line(one -> one.path("refused").asText().equals("forbidden"));

    HttpClient alice = new HttpClient(rig, token);
    alice.call("HEAD", "/v1/positions", null);
    alice.call("DELETE", "/v1/triggers/trg_1", null);
    JsonNode trade = line("trade");
    assertThat(trade.path("who").asText()).isEqualTo("alice");
    assertThat(trade.path("method").asText()).isEqualTo("DELETE");
    assertThat(trade.path("path").asText()).isEqualTo("/v1/triggers/trg_1");
    assertThat(trade.path("status").asInt()).isPositive();
    assertThat(line("admin").path("object").asText()).startsWith("key_");

    new HttpClient(rig, bad).get("/v1/account");
    JsonNode refuse = line("refuse");
    assertThat(refuse.path("path").asText()).isEqualTo("/v1/account");
    assertThat(refuse.path("reason").asText()).isNotBlank();
    WsClient.connect(rig.vertx(), rig.port(), "?token=" + bad).expectClose(4401);
    line(one -> one.path("path").asText().equals("/v1/ws"));
    for (int i = 0; i < 50; i++) {
      new HttpClient(rig, bad).get("/v1/positions?token=" + bad + "&api_key=" + key);
    }
    assertThat(lines).filteredOn(line -> line.contains("\"refuse\"")).hasSize(20);

    String all = String.join("\n", lines);
    for (String secret :
        List.of(
            token.substring(token.lastIndexOf('.') + 1, token.length() - 3),
            publisher.substring(publisher.lastIndexOf('.') + 1),
            key.substring(key.indexOf('.') + 1),
            bad,
            GatewayRig.SECRET,
            "token=",
            "api_key=")) {
      assertThat(all).doesNotContain(secret);
    }
    client.close();
    stream.close();
  }
}
