package io.tickwire.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.testsupport.RedisExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Channels of backends over real sockets: filters, wildcards, families of an operator. */
final class TopicsTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static GatewayRig rig;

  @BeforeAll
  static void start() {
    rig = GatewayRig.start(REDIS.uri(), Map.of("push.channels", "orders:*, news"));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static int value(JsonNode event) {
    return event.path("data").path("n").asInt();
  }

  @Test
  void deliversWhatTheFilterLetsThrough_andNothingElse() {
    WsClient client = WsClient.signedIn(rig, "alice");
    client.send(
        "{'type':'subscribe','channels':['tier_patterns'],'interval_ms':0,'filters':{"
            + "'symbols':['AAPL'],'tiers':['daily','combo'],'confidence_min':0.7}}");
    assertThat(client.next("subscribed").path("rejected")).isEmpty();
    append(1, Map.of("symbol", "MSFT", "tier", "daily", "confidence", "0.9"));
    append(2, Map.of("symbol", "AAPL", "tier", "weekly", "confidence", "0.9"));
    append(3, Map.of("symbol", "AAPL", "tier", "daily", "confidence", "0.69"));
    append(4, Map.of("symbol", "AAPL", "confidence", "0.9"));
    append(5, Map.of("symbols", List.of("X", "AAPL"), "tier", "combo", "confidence", 0.7));
    append(6, Map.of("symbol", "AAPL", "tier", "daily", "confidence", "1"));

    JsonNode first = client.next("tier_pattern");
    assertThat(value(first)).isEqualTo(5);
    assertThat(first.path("attributes").path("tier").asText()).isEqualTo("combo");
    assertThat(first.path("offset").asText()).isNotEmpty();
    assertThat(value(client.next("tier_pattern"))).isEqualTo(6);
    client.close();
  }

  private static void append(int number, Map<String, ?> attributes) {
    rig.append("tier_pattern", "tier_patterns", Map.of("n", number), attributes);
  }

  @Test
  void deliversAnEventOnce_whenSeveralSubscriptionsMatch() {
    WsClient client = WsClient.signedIn(rig, "alice");
    client.send(
        "{'type':'subscribe','interval_ms':0,"
            + "'channels':['token.*','token.*.update','token.a.update']}");
    assertThat(client.next("subscribed").path("channels")).hasSize(3);
    rig.append("token_update", "token.a.update", Map.of("n", 1));
    rig.append("token_comment", "token.b.comment", Map.of("n", 2));
    rig.append("global_update", "global.trending", Map.of("n", 3));
    assertThat(value(client.next("token_update"))).isEqualTo(1);
    JsonNode next = client.next(message -> message.has("data"));
    assertThat(value(next)).isEqualTo(2);
    assertThat(next.path("channel").asText()).isEqualTo("token.b.comment");
    client.close();
  }

  @Test
  void changesTheFilter_whenAChannelIsSubscribedAgain() {
    WsClient client = WsClient.signedIn(rig, "alice");
    client.send(
        "{'type':'subscribe','channels':['alerts'],'interval_ms':0,'filters':{'sector':'tech'}}");
    client.next("subscribed");
    client.send(
        "{'type':'subscribe','channels':['alerts'],'interval_ms':0,'filters':{'sector':'oil'}}");
    client.next("subscribed");
    rig.append("alert", "alerts", Map.of("n", 1), Map.of("sector", "tech"));
    rig.append("alert", "alerts", Map.of("n", 2), Map.of("sector", "oil"));
    assertThat(value(client.next("alert"))).isEqualTo(2);
    client.close();
  }

  @Test
  void knowsTheFamilies_thatAnOperatorAdds() {
    WsClient client = WsClient.signedIn(rig, "alice");
    JsonNode reply = client.subscribe("orders:7", "news", "weather");
    assertThat(reply.path("channels")).hasSize(2);
    assertThat(reply.path("rejected").get(0).path("code").asText()).isEqualTo("unknown_channel");
    rig.append("order_update", "orders:7", Map.of("n", 1));
    assertThat(value(client.next("order_update"))).isEqualTo(1);
    client.close();
  }

  @Test
  void rejectsTheChannel_whenItsFilterIsFaulty() {
    WsClient client = WsClient.signedIn(rig, "alice");
    client.send("{'type':'subscribe','channels':['alerts'],'filters':{'confidence_min':'high'}}");
    JsonNode rejected = client.next("subscribed").path("rejected").get(0);
    assertThat(rejected.path("code").asText()).isEqualTo("bad_request");
    assertThat(rejected.path("message").asText()).startsWith("filters.confidence_min must be");
    client.close();
  }
}
