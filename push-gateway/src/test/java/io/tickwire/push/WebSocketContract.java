package io.tickwire.push;

import static io.tickwire.push.GatewayRig.trade;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.Demand;
import io.tickwire.push.auth.Scope;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Over real sockets: two event loops, a real Redis, ticks and events that the test publishes. Once
 * for each way to write to a socket.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WebSocketContract {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private final Map<String, String> settings;
  private GatewayRig rig;

  WebSocketContract(Map<String, String> settings) {
    this.settings = settings;
  }

  @BeforeAll
  void start() {
    rig = GatewayRig.start(REDIS.uri(), settings);
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private WsClient connect(String query) {
    return WsClient.connect(rig.vertx(), rig.port(), query);
  }

  @Test
  void welcomes_whenTheTokenIsTheFirstMessage() {
    WsClient client = connect("");
    client.send("{'type':'auth','id':7,'token':'" + rig.token("alice") + "'}");

    JsonNode welcome = client.next("welcome");
    assertThat(welcome.path("user").asText()).isEqualTo("alice");
    assertThat(welcome.path("id").asInt()).isEqualTo(7);
    assertThat(welcome.path("connection_id").asText()).startsWith("conn_");
    assertThat(welcome.path("heartbeat").asLong()).isEqualTo(30_000);
    assertThat(welcome.path("limits").path("max_subscriptions").asInt()).isEqualTo(1_000);
    assertThat(welcome.path("limits").path("max_user_subscriptions").asInt()).isEqualTo(10_000);
    assertThat(welcome.path("limits").path("max_user_messages_per_second").asInt()).isEqualTo(500);
    client.close();
  }

  @Test
  void welcomes_whenTheTokenIsInTheQueryOrTheHeader() {
    WsClient byQuery = connect("?token=" + rig.token("alice"));
    assertThat(byQuery.next("welcome").path("user").asText()).isEqualTo("alice");
    byQuery.close();

    WsClient byHeader =
        WsClient.connect(
            rig.vertx(),
            new WebSocketConnectOptions()
                .setPort(rig.port())
                .setURI("/v1/ws")
                .addSubProtocol("tickwire.v1.json")
                .addHeader("Authorization", "Bearer " + rig.token("bob")));
    assertThat(byHeader.next("welcome").path("user").asText()).isEqualTo("bob");
    assertThat(byHeader.socket().subProtocol()).isEqualTo("tickwire.v1.json");
    byHeader.close();
  }

  @Test
  void closes_whenTheTokenIsWorthless() {
    WsClient client = connect("?token=worthless");
    assertThat(client.next("error").path("code").asText()).isEqualTo("unauthenticated");
    client.expectClose(4401);
  }

  @Test
  void closes_whenTheTokenLacksTheScope() {
    WsClient client = connect("?token=" + rig.token("alice", Scope.TRADE));
    client.expectClose(4403);
  }

  @Test
  void answersPing_beforeAndAfterAuth() {
    WsClient client = connect("");
    client.send("{'type':'ping','id':'a'}");
    assertThat(client.next("pong").path("id").asText()).isEqualTo("a");
    client.send("{'type':'subscribe','channels':['user:me']}");
    assertThat(client.next("error").path("code").asText()).isEqualTo("unauthenticated");
    client.close();
  }

  @Test
  void pushesTheSnapshotAtOnce_thenChanges() {
    WsClient first = WsClient.signedIn(rig, "alice");
    first.subscribe("market:BTC-USDT");
    awaitDemand("BTC-USDT");
    rig.publish(trade("BTC-USDT", 1, 600_001));
    JsonNode quote = first.next("quote");
    assertThat(quote.path("channel").asText()).isEqualTo("market:BTC-USDT");
    assertThat(quote.path("data").path("last").asText()).isEqualTo("60000.1");
    assertThat(quote.path("data").path("market").asText()).isEqualTo("spot");
    assertThat(quote.path("data").has("bid")).isFalse();
    assertThat(quote.path("timestamp").asLong()).isPositive();

    WsClient second = WsClient.signedIn(rig, "bob");
    second.subscribe("market:BTC-USDT");
    assertThat(second.next("quote").path("data").path("last").asText()).isEqualTo("60000.1");

    rig.publish(trade("BTC-USDT", 2, 600_002));
    assertThat(second.next("quote").path("data").path("last").asText()).isEqualTo("60000.2");
    first.close();
    second.close();
  }

  @Test
  void sendsTheNewestOnly_whenManyQuotesFallIntoOneWindow() {
    WsClient client = WsClient.signedIn(rig, "alice");
    client.send(
        "{'type':'subscribe','channels':[{'channel':'market:ETH-USDT','interval_ms':300}]}");
    client.next("subscribed");
    awaitDemand("ETH-USDT");
    for (int i = 1; i <= 50; i++) {
      rig.publish(trade("ETH-USDT", i, 30_000 + i));
    }
    assertThat(client.next("quote").path("data").path("last").asText()).isEqualTo("3005.0");
    assertThat(client.countUntilPong(message -> message.path("type").asText().equals("quote")))
        .isZero();
    client.close();
  }

  @Test
  void sendsOneBatch_whenSeveralSymbolsChangeInOneWindow() {
    WsClient client = WsClient.signedIn(rig, "alice");
    client.subscribe("market:XBTUSDTM", "market:BTC-USDT");
    awaitDemand("XBTUSDTM", "BTC-USDT");
    client.countUntilPong(message -> false);
    rig.publish(trade("XBTUSDTM", 1, 600_000));
    rig.publish(trade("BTC-USDT", 1_000, 600_000));
    JsonNode batch = client.next("event_batch");
    assertThat(batch.path("events")).hasSize(2);
    client.close();
  }

  @Test
  void saysItsDemand_wheneverAFeedCalls() throws InterruptedException {
    WsClient client = WsClient.signedIn(rig, "alice");
    client.subscribe("market:BTC-USDT");
    awaitDemand("BTC-USDT");
    BlockingQueue<Demand> demands = new LinkedBlockingQueue<>();
    var consumer =
        rig.vertx()
            .eventBus()
            .<Demand>consumer(Addresses.DEMAND, message -> demands.add(message.body()));

    for (int call = 0; call < 10; call++) {
      rig.vertx().eventBus().publish(Addresses.DEMAND_CALL, "feed-a");
      // Less than the time until it says so unasked.
      assertThat(demands.poll(3, TimeUnit.SECONDS)).isNotNull();
    }

    consumer.unregister();
    client.close();
  }

  private void awaitDemand(String... symbols) {
    BlockingQueue<Demand> demands = new LinkedBlockingQueue<>();
    var consumer =
        rig.vertx()
            .eventBus()
            .<Demand>consumer(Addresses.DEMAND, message -> demands.add(message.body()));
    rig.vertx().eventBus().publish(Addresses.DEMAND_CALL, "feed-a");
    try {
      Demand demand = demands.poll(10, TimeUnit.SECONDS);
      while (demand != null && !demand.symbols().containsAll(Set.of(symbols))) {
        demand = demands.poll(10, TimeUnit.SECONDS);
      }
      assertThat(demand).isNotNull();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      consumer.unregister();
    }
  }

  @Test
  void deliversUserEventsWithOffset_inOrder() {
    WsClient client = WsClient.signedIn(rig, "carol");
    JsonNode subscribed = client.subscribe("user:me");
    assertThat(subscribed.path("channels").get(0).path("channel").asText()).isEqualTo("user:carol");
    assertThat(subscribed.path("channels").get(0).path("requested").asText()).isEqualTo("user:me");
    assertThat(subscribed.path("channels").get(0).path("offset").asText()).contains("-");
    assertThat(subscribed.path("channels").get(0).path("recovered").asBoolean(true)).isFalse();

    String first = rig.append("position_closing", "user:carol", Map.of("id", "pos_1"));
    String second = rig.append("position_closed", "user:carol", Map.of("id", "pos_1"));
    JsonNode closing = client.next(message -> message.has("offset"));
    JsonNode closed = client.next(message -> message.has("offset"));
    assertThat(List.of(closing.path("type").asText(), closed.path("type").asText()))
        .containsExactly("position_closing", "position_closed");
    assertThat(List.of(closing.path("offset").asText(), closed.path("offset").asText()))
        .containsExactly(first, second);
    client.close();
  }

  @Test
  void deliversOnce_whenAChannelIsSubscribedUnderTwoNames() {
    WsClient client = WsClient.signedIn(rig, "dave");
    client.subscribe("user:me", "user:dave");
    rig.append("account_update", "user:dave", Map.of());
    client.next("account_update");
    assertThat(client.countUntilPong(message -> message.has("offset"))).isZero();
    client.close();
  }

  @Test
  void deliversNothing_afterUnsubscribe() {
    WsClient client = WsClient.signedIn(rig, "erin");
    WsClient witness = WsClient.signedIn(rig, "erin");
    client.subscribe("user:me");
    witness.subscribe("user:me");
    client.send("{'type':'unsubscribe','id':'u','channels':['user:me']}");
    assertThat(client.next("unsubscribed").path("channels").get(0).asText()).isEqualTo("user:erin");
    rig.append("account_update", "user:erin", Map.of());
    witness.next("account_update");
    assertThat(client.countUntilPong(message -> message.has("offset"))).isZero();
    client.close();
    witness.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"user:Alice", "user:%61lice", " user:alice", "USER:alice", "user:alice ", "user:"})
  void refusesAnotherUsersChannel_howeverItIsSpelt(String channel) {
    WsClient mallory = WsClient.signedIn(rig, "mallory");
    JsonNode subscribed = mallory.subscribe(channel);
    assertThat(subscribed.path("channels")).isEmpty();
    assertThat(subscribed.path("rejected").get(0).path("code").asText()).isEqualTo("forbidden");
    mallory.close();
  }

  @Test
  void acceptsTopicsForChannels_andRejectsWhatThereIsNot() {
    WsClient client = WsClient.signedIn(rig, "alice");
    client.send("{'type':'subscribe','topics':['watchlist:me','market:NOPE','user:me']}");
    JsonNode subscribed = client.next("subscribed");
    assertThat(subscribed.path("channels").findValuesAsText("requested"))
        .containsExactly("watchlist:me", "user:me");
    assertThat(subscribed.path("rejected").findValuesAsText("code"))
        .containsExactly("unknown_channel");
    client.close();
  }

  @Test
  void closes_afterTenMalformedMessages() {
    WsClient client = WsClient.signedIn(rig, "alice");
    for (int i = 0; i < 10; i++) {
      client.socket().writeTextMessage("{nonsense");
    }
    client.expectClose(4400);
  }

  @Test
  void closes_whenAMessageIsTooBig() {
    WsClient whole = WsClient.signedIn(rig, "alice");
    whole.socket().writeTextMessage("x".repeat(70_000));
    whole.expectClose(1009);

    WsClient inParts = WsClient.signedIn(rig, "alice");
    inParts.socket().writeFrame(WebSocketFrame.textFrame("x".repeat(60_000), false));
    inParts
        .socket()
        .writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("x".repeat(60_000)), true));
    inParts.expectClose(1009);
  }

  @Test
  void takesAMessageInParts_andAnswersAPingBetweenThem() throws Exception {
    WsClient client = WsClient.signedIn(rig, "alice");
    BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    client.socket().pongHandler(payload -> pongs.add(payload.toString()));
    client.socket().writeFrame(WebSocketFrame.textFrame("{\"type\":\"ping\",", false));
    client.socket().writePing(Buffer.buffer("between"));
    client.socket().writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("\"id\""), false));
    client.socket().writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(":\"ü\"}"), true));

    assertThat(client.next("pong").path("id").asText()).isEqualTo("ü");
    assertThat(pongs.poll(10, TimeUnit.SECONDS)).isEqualTo("between");
    client.close();
  }

  @Test
  void answersACloseFrame_andForgetsTheConnection() {
    WsClient client = WsClient.signedIn(rig, "leaver");
    client.subscribe("user:me");
    int before = rig.traffic().connections();
    client.socket().close((short) 4000, "enough");
    client.expectClose(4000);
    GatewayRig.until(() -> rig.traffic().connections() == before - 1);
  }

  @Test
  void forgetsTheConnection_whenItBreaksWithoutAWord() {
    WsClient client = WsClient.signedIn(rig, "leaver");
    int before = rig.traffic().connections();
    var below = ((WebSocketInternal) client.socket()).channelHandlerContext();
    assertThat(below.close().awaitUninterruptibly(10_000)).isTrue();
    GatewayRig.until(() -> rig.traffic().connections() == before - 1);
  }

  @Test
  void closesTheSlowReader_withoutDelayingAnother_andTellsHimAllWhenHeIsBack() {
    WsClient slow = WsClient.signedIn(rig, "slow");
    WsClient quick = WsClient.signedIn(rig, "slow");
    slow.subscribe("user:me");
    quick.subscribe("user:me");
    String since = rig.append("account_update", "user:slow", Map.of("n", -1));
    quick.next("account_update");
    slow.next("account_update");
    slow.socket().pause();
    String ballast = "x".repeat(200_000);
    for (int i = 0; i < 80; i++) {
      rig.append("account_update", "user:slow", Map.of("n", i, "ballast", ballast));
      assertThat(quick.next("account_update").path("data").path("n").asInt()).isEqualTo(i);
    }
    slow.socket().resume();
    slow.expectClose(4409);
    quick.close();

    WsClient back = WsClient.signedIn(rig, "slow");
    back.send("{'type':'subscribe','channels':[{'channel':'user:me','since':'" + since + "'}]}");
    assertThat(back.next("subscribed").at("/channels/0/recovered").asBoolean()).isTrue();
    rig.append("account_update", "user:slow", Map.of("n", 80));
    List<Integer> told = new ArrayList<>();
    back.next(
        message -> {
          message.findValues("n").forEach(number -> told.add(number.asInt()));
          return told.contains(80);
        });
    assertThat(told).isEqualTo(IntStream.rangeClosed(0, 80).boxed().toList());
    back.close();
  }

  @Test
  void keepsItsUser_whenAnotherUsersTokenComes() {
    WsClient client = WsClient.signedIn(rig, "alice");
    client.send("{'type':'auth','token':'" + rig.token("bob") + "'}");
    assertThat(client.next("error").path("code").asText()).isEqualTo("forbidden");
    client.send("{'type':'auth','token':'" + rig.token("alice") + "'}");
    assertThat(client.next("welcome").path("user").asText()).isEqualTo("alice");
    client.close();
  }

  @Test
  void saysThatTheTokenExpires_thenCloses() {
    WsClient client = connect("?token=" + rig.token("alice", Duration.ofSeconds(2)));
    assertThat(client.next("auth_expiring").path("expires_in").asLong()).isBetween(1L, 2L);
    client.expectClose(4401);
  }
}
