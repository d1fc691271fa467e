package io.tickwire.simulator.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.simulator.market.Market;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Reads client frames of one half of the exchange. Takes what clients are known to send: ids as
 * numbers or strings, null and unknown fields, several symbols in one topic.
 */
public final class ClientFrameParser {

  private final Market market;

  public ClientFrameParser(Market market) {
    this.market = market;
  }

  public ClientFrame parse(String text) {
    JsonNode frame;
    try {
      frame = Json.read(text);
    } catch (JsonProcessingException e) {
      return new ClientFrame.Refused(null, ProtocolError.notJson(e.getOriginalMessage()));
    }
    if (!frame.isObject()) {
      return new ClientFrame.Refused(
          null, ProtocolError.notJson("expected a JSON object, got " + frame.getNodeType()));
    }
    return parse(frame);
  }

  private ClientFrame parse(JsonNode frame) {
    String id = id(frame);
    return switch (frame.path("type").asText()) {
      case "ping" -> new ClientFrame.Ping(id);
      case "subscribe", "unsubscribe" -> parseTopics(frame, id);
      default -> new ClientFrame.Refused(id, ProtocolError.TYPE_INVALID);
    };
  }

  private ClientFrame parseTopics(JsonNode frame, @Nullable String id) {
    JsonNode topic = frame.path("topic");
    if (topic.isMissingNode() || topic.isNull() || topic.asText().isBlank()) {
      return new ClientFrame.Refused(id, ProtocolError.TOPIC_REQUIRED);
    }
    if (frame.path("privateChannel").asBoolean()) {
      return new ClientFrame.Refused(id, ProtocolError.LOGIN_REQUIRED);
    }
    String text = topic.asText();
    int colon = text.indexOf(':');
    if (!text.startsWith("/") || colon == text.length() - 1) {
      return new ClientFrame.Refused(id, ProtocolError.TOPIC_INVALID);
    }
    Optional<Channel> channel = Channel.find(market, colon < 0 ? text : text.substring(0, colon));
    if (channel.isEmpty()) {
      return new ClientFrame.Refused(id, ProtocolError.TOPIC_UNKNOWN);
    }
    Set<Topic> topics = topics(channel.get(), colon < 0 ? "" : text.substring(colon + 1));
    if (topics.isEmpty()) {
      return new ClientFrame.Refused(id, ProtocolError.TOPIC_INVALID);
    }
    if (!topics.stream().allMatch(Topic::isServed)) {
      return new ClientFrame.Refused(id, ProtocolError.TOPIC_UNKNOWN);
    }
    boolean wantsAck = frame.path("response").asBoolean();
    return frame.path("type").asText().equals("subscribe")
        ? new ClientFrame.Subscribe(id, topics, wantsAck)
        : new ClientFrame.Unsubscribe(id, topics, wantsAck);
  }

  private static Set<Topic> topics(Channel channel, String symbols) {
    Set<Topic> topics = new LinkedHashSet<>();
    StringTokenizer tokens = new StringTokenizer(symbols, ", ");
    while (tokens.hasMoreTokens()) {
      topics.add(new Topic(channel, tokens.nextToken()));
    }
    return topics;
  }

  private static @Nullable String id(JsonNode frame) {
    JsonNode id = frame.path("id");
    return id.isValueNode() && !id.isNull() ? id.asText() : null;
  }
}
