package io.tickwire.push.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServerFramesTest {
  private static final TextNode ID = TextNode.valueOf("7");

  /** Every frame and how it looks, with single quotes. */
  private static Map<ServerFrame, String> samples() {
    Map<ServerFrame, String> samples = new LinkedHashMap<>();
    samples.put(
        new ServerFrame.Welcome(
            null,
            "conn_1",
            "alice",
            30_000,
            new ServerFrame.Limits(65_536, 1_000, 50, 10_000, 250, 90, 1_048_576, 100)),
        "{'type':'welcome','connection_id':'conn_1','user':'alice','heartbeat':30000,'limits':"
            + "{'max_message_bytes':65536,'max_subscriptions':1000,'max_messages_per_second':50,'max_user_subscriptions':10000,'max_user_messages_per_second':250,'max_events_per_second':90,'queue_bytes':1048576,"
            + "'batch_ms':100}}");
    samples.put(
        new ServerFrame.Subscribed(
            ID,
            List.of(new ServerFrame.SubscribedChannel("user:alice", "user:me", "1-0", false)),
            List.of(
                new ServerFrame.RejectedChannel(
                    "x", ErrorCode.UNKNOWN_CHANNEL, "no such channel"))),
        "{'type':'subscribed','id':'7','channels':[{'channel':'user:alice','requested':'user:me',"
            + "'offset':'1-0','recovered':false}],'rejected':[{'channel':'x','code':"
            + "'unknown_channel','message':'no such channel'}]}");
    samples.put(
        new ServerFrame.Unsubscribed(ID, List.of("a")),
        "{'type':'unsubscribed','id':'7','channels':['a']}");
    samples.put(
        new ServerFrame.Event("quote", "market:X", 5, Json.tree(Map.of("last", "1.0")), null, null),
        "{'type':'quote','channel':'market:X','timestamp':5,'data':{'last':'1.0'}}");
    samples.put(new ServerFrame.Lagged("a", 3), "{'type':'lagged','channel':'a','missed':3}");
    samples.put(
        new ServerFrame.Heartbeat(5, 30_000),
        "{'type':'heartbeat','timestamp':5,'interval':30000}");
    samples.put(new ServerFrame.Pong(ID, 5), "{'type':'pong','id':'7','timestamp':5}");
    samples.put(new ServerFrame.AuthExpiring(60), "{'type':'auth_expiring','expires_in':60}");
    samples.put(
        new ServerFrame.Failure(null, ErrorCode.BAD_REQUEST, "not JSON"),
        "{'type':'error','code':'bad_request','message':'not JSON'}");
    samples.put(
        new ServerFrame.Reconnect(1_200, "draining"),
        "{'type':'reconnect','after_ms':1200,'reason':'draining'}");
    return samples;
  }

  @Test
  void writesEveryFrame_asTheProtocolSays() {
    samples()
        .forEach(
            (frame, json) ->
                assertThat(ServerFrames.write(frame)).isEqualTo(json.replace('\'', '"')));
  }

  @Test
  void hasASample_ofEveryFrame() {
    assertThat(samples().keySet().stream().<Class<?>>map(Object::getClass))
        .containsExactlyInAnyOrder(ServerFrame.class.getPermittedSubclasses());
  }

  @Test
  void wrapsTwoEvents_butNotALoneOne() {
    assertThat(ServerFrames.batch(List.of("{\"a\":1}"))).isEqualTo("{\"a\":1}");
    assertThat(ServerFrames.batch(List.of("{\"a\":1}", "{\"b\":2}")))
        .isEqualTo("{\"type\":\"event_batch\",\"events\":[{\"a\":1},{\"b\":2}]}");
  }
}
