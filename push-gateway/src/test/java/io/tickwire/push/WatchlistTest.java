package io.tickwire.push;

import static io.tickwire.push.GatewayRig.trade;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels that follow a user's list, and stored subscriptions, through two gateways. */
final class WatchlistTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static GatewayRig rig;
  private static GatewayRig other;

  @BeforeAll
  static void start() {
    rig = GatewayRig.start(REDIS.uri(), "one", Map.of());
    other = GatewayRig.start(REDIS.uri(), "two", Map.of());
  }

  @AfterAll
  static void stop() {
    rig.close();
    other.close();
  }

  private static void put(GatewayRig at, String user, String path, String body) {
    var answer = new HttpClient(at, at.token(user)).call("PUT", path, body);
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
  }

  private static void watch(GatewayRig at, String user, String... symbols) {
    String list = symbols.length == 0 ? "" : "'" + String.join("','", symbols) + "'";
    put(at, user, "/v1/watchlist", "{'symbols':[" + list + "]}");
  }

  private static String signal(String symbol, int number) {
    return rig.append(
        "signal_update", "signals:entity:" + symbol, Map.of("n", number), Map.of("symbol", symbol));
  }

  private static Predicate<JsonNode> numbered(int number) {
    return message -> {
      for (JsonNode one : message.has("events") ? message.path("events") : List.of(message)) {
        if (one.path("data").path("n").asInt() == number) {
          return true;
        }
      }
      return false;
    };
  }

  /** Trades until a quote of the symbol arrives. */
  private static void expectQuotes(WsClient client, String symbol) {
    Set<String> seen = new HashSet<>();
    GatewayRig.until(
        () -> {
          rig.publish(trade(symbol, System.nanoTime(), System.nanoTime() % 1_000_000));
          other.publish(trade(symbol, System.nanoTime(), System.nanoTime() % 1_000_000));
          client.countUntilPong(
              message -> {
                for (JsonNode one :
                    message.has("events") ? message.path("events") : List.of(message)) {
                  seen.add(one.path("channel").asText());
                }
                return false;
              });
          return seen.contains("market:" + symbol);
        });
  }

  @Test
  void bringsQuotesAndSignals_andFollowsEditsOnEveryGateway() {
    watch(rig, "alice", "BTC-USDT");
    WsClient here = WsClient.signedIn(rig, "alice");
    WsClient there = WsClient.signedIn(other, "alice");
    for (WsClient client : List.of(here, there)) {
      JsonNode reply = client.subscribe("watchlist:me");
      assertThat(reply.path("channels").get(0).path("channel").asText())
          .isEqualTo("watchlist:alice");
      assertThat(reply.path("channels").get(0).path("requested").asText())
          .isEqualTo("watchlist:me");
      expectQuotes(client, "BTC-USDT");
    }
    signal("ETH-USDT", 1);
    signal("BTC-USDT", 2);
    for (WsClient client : List.of(here, there)) {
      JsonNode got = client.next(message -> numbered(1).test(message) || numbered(2).test(message));
      assertThat(numbered(1).test(got)).isFalse();
    }

    watch(other, "alice", "ETH-USDT");
    for (WsClient client : List.of(here, there)) {
      expectQuotes(client, "ETH-USDT");
    }
    signal("BTC-USDT", 3);
    signal("ETH-USDT", 4);
    for (WsClient client : List.of(here, there)) {
      JsonNode got = client.next(message -> numbered(3).test(message) || numbered(4).test(message));
      assertThat(numbered(3).test(got)).isFalse();
      client.send("{'type':'unsubscribe','channels':['watchlist:me']}");
      assertThat(client.next("unsubscribed").path("channels").get(0).asText())
          .isEqualTo("watchlist:alice");
    }
    signal("ETH-USDT", 5);
    WsClient witness = WsClient.signedIn(rig, "bob");
    witness.subscribe("signals:*");
    signal("ETH-USDT", 6);
    witness.next(numbered(6));
    assertThat(here.countUntilPong(numbered(5))).isZero();
    here.close();
    there.close();
    witness.close();
  }

  @Test
  void bringsAnEventOnce_whenItIsAskedForBothWays() {
    watch(rig, "carol", "BTC-USDT");
    WsClient client = WsClient.signedIn(rig, "carol");
    client.send(
        "{'type':'subscribe','interval_ms':0,"
            + "'channels':['watchlist:carol','signals:*','market:BTC-USDT']}");
    client.next("subscribed");
    signal("BTC-USDT", 11);
    signal("BTC-USDT", 12);
    int[] count = {0};
    client.next(
        message -> {
          count[0] += numbered(11).test(message) ? 1 : 0;
          return numbered(12).test(message);
        });
    assertThat(count[0]).isEqualTo(1);
    client.close();
  }

  @Test
  void recoversSignals_ofTheListAsItIs() {
    watch(rig, "dave", "BTC-USDT");
    String since = signal("BTC-USDT", 21);
    signal("ETH-USDT", 22);
    signal("BTC-USDT", 23);
    WsClient client = WsClient.signedIn(other, "dave");
    client.send(
        "{'type':'subscribe','channels':[{'channel':'watchlist:me','since':'" + since + "'}]}");
    assertThat(client.next("subscribed").path("channels").get(0).path("recovered").asBoolean())
        .isTrue();
    JsonNode got = client.next(m -> numbered(22).test(m) || numbered(23).test(m));
    assertThat(numbered(22).test(got)).isFalse();
    client.close();
  }

  @Test
  void streamsAndPolls_theListAsWell() {
    watch(rig, "erin", "BTC-USDT");
    SseClient stream = SseClient.open(rig, rig.token("erin"), "?channels=watchlist:me", Map.of());
    stream.next("subscribed");
    HttpClient erin = new HttpClient(rig, rig.token("erin"));
    String since =
        HttpClient.json(erin.get("/v1/updates?channels=watchlist:me&wait=0"))
            .path("since")
            .asText();
    signal("ETH-USDT", 31);
    signal("BTC-USDT", 32);
    assertThat(stream.next("signal_update").json().path("data").path("n").asInt()).isEqualTo(32);
    JsonNode answer =
        HttpClient.json(erin.get("/v1/updates?channels=watchlist:me&wait=60&since=" + since));
    assertThat(answer.path("events").get(0).path("data").path("n").asInt()).isEqualTo(32);
    watch(rig, "erin", "ETH-USDT");
    GatewayRig.until(
        () -> {
          signal("ETH-USDT", 33);
          return stream.has("signal_update");
        });
    stream.close();
  }

  /** Of two quotes that are known, the one that nobody asked for would come first. */
  @Test
  void beginsWithSnapshots_ofWhatTheFilterWants() {
    watch(rig, "heidi", "ETH-USDT", "BTC-USDT");
    WsClient witness = WsClient.signedIn(rig, "bob");
    witness.subscribe("market:ETH-USDT", "market:BTC-USDT");
    expectQuotes(witness, "ETH-USDT");
    expectQuotes(witness, "BTC-USDT");
    WsClient client = WsClient.signedIn(rig, "heidi");
    client.send(
        "{'type':'subscribe','channels':['watchlist:me'],'filters':{'symbols':['BTC-USDT']}}");
    assertThat(client.next("quote").path("channel").asText()).isEqualTo("market:BTC-USDT");

    String query =
        "?channels=watchlist:me&filters="
            + URLEncoder.encode("{\"symbols\":[\"BTC-USDT\"]}", StandardCharsets.UTF_8);
    SseClient stream = SseClient.open(rig, rig.token("heidi"), query, Map.of());
    assertThat(stream.next("quote").json().path("channel").asText()).isEqualTo("market:BTC-USDT");
    var polled = new HttpClient(rig, rig.token("heidi")).get("/v1/updates" + query + "&wait=60");
    assertThat(HttpClient.json(polled).path("events"))
        .singleElement()
        .satisfies(one -> assertThat(one.path("channel").asText()).isEqualTo("market:BTC-USDT"));
    client.close();
    stream.close();
    witness.close();
  }

  /** Each by WebSocket, by stream and by poll; none may lead to alice's list or events. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "watchlist:alice",
        "watchlist:%61lice",
        "watchlist%3Aalice",
        "WATCHLIST:ALICE",
        "Watchlist:alice",
        "watchlist:../alice",
        "watchlist:mallory/../alice",
        "watchlist:*",
        "watchlist:a*",
        "watchlist:",
        "user:alice",
        "user:%61lice",
        "USER:alice",
        "user:*",
        "user:me/../alice",
        "*",
        "*:alice",
        "*.*"
      })
  void isForTheUserAlone(String channel) {
    WsClient mallory = WsClient.signedIn(rig, "mallory");
    JsonNode reply = mallory.subscribe(channel);
    assertThat(reply.path("channels")).isEmpty();
    assertThat(reply.path("rejected").get(0).path("code").asText())
        .isIn("forbidden", "unknown_channel");
    mallory.close();
    HttpClient http = new HttpClient(rig, rig.token("mallory"));
    for (String spelled : List.of(channel, URLEncoder.encode(channel, StandardCharsets.UTF_8))) {
      for (String path : List.of("/v1/stream", "/v1/updates")) {
        assertThat(http.get(path + "?wait=0&channels=" + spelled).statusCode())
            .as(path + " " + spelled)
            .isIn(403, 404);
      }
    }
  }

  @Test
  void restoresWhatIsStored_whenAskedTo() {
    put(
        rig,
        "frank",
        "/v1/preferences",
        "{'subscriptions':['user:me',{'channel':'alerts','filters':{'color':'red'}},"
            + "'watchlist:me']}");
    WsClient client =
        WsClient.connect(rig.vertx(), rig.port(), "?restore=true&token=" + rig.token("frank"));
    client.next("welcome");
    JsonNode reply = client.next("subscribed");
    assertThat(reply.path("channels")).hasSize(3);
    assertThat(reply.has("id")).isFalse();
    rig.append("alert", "alerts", Map.of("n", 41), Map.of("color", "blue"));
    rig.append("alert", "alerts", Map.of("n", 42), Map.of("color", "red"));
    JsonNode got = client.next(m -> numbered(41).test(m) || numbered(42).test(m));
    assertThat(numbered(41).test(got)).isFalse();
    client.close();

    WsClient byMessage =
        WsClient.connect(
            other.vertx(),
            new WebSocketConnectOptions().setPort(other.port()).setURI("/v1/ws?restore=true"));
    byMessage.send("{'type':'auth','token':'" + other.token("frank") + "'}");
    assertThat(byMessage.next("subscribed").path("channels")).hasSize(3);
    byMessage.close();

    WsClient nobody =
        WsClient.connect(rig.vertx(), rig.port(), "?restore=true&token=" + rig.token("grace"));
    assertThat(nobody.next("subscribed").path("channels")).isEmpty();
    nobody.close();
    WsClient unasked = WsClient.signedIn(rig, "frank");
    assertThat(unasked.countUntilPong(m -> m.path("type").asText().equals("subscribed"))).isZero();
    unasked.close();
  }
}
