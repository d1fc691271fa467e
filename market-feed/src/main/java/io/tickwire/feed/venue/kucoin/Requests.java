package io.tickwire.feed.venue.kucoin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What is sent to KuCoin's socket. Golden strings in the tests hold it still. */
public final class Requests {
  private Requests() {}

  /** One message for many symbols; answered by an ack with the same id. */
  public static String subscribe(String id, Channel channel, List<String> symbols) {
    return topicRequest("subscribe", id, channel, symbols);
  }

  public static String unsubscribe(String id, Channel channel, List<String> symbols) {
    return topicRequest("unsubscribe", id, channel, symbols);
  }

  public static String ping(String id) {
    return request("ping", id).toString();
  }

  private static String topicRequest(
      String type, String id, Channel channel, List<String> symbols) {
    if (symbols.isEmpty()) {
      throw new IllegalArgumentException("a request for no symbol: channel=" + channel);
    }
    return request(type, id)
        .put("topic", channel.path() + ":" + String.join(",", symbols))
        .put("privateChannel", false)
        .put("response", true)
        .toString();
  }

  private static ObjectNode request(String type, String id) {
    return JsonNodeFactory.instance.objectNode().put("id", id).put("type", type);
  }
}
