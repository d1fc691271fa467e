package io.tickwire.feed.venue.kucoin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.tickwire.feed.venue.RejectReason;
import io.tickwire.feed.venue.VenueFrame;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text frames of one KuCoin socket. Prices never pass through a float: string or number,
 * they become digits and a scale. What cannot be believed comes back as {@link
 * VenueFrame.Rejected}; nothing is thrown. One per socket, not thread-safe.
 */
public final class FrameParser {
  private static final JsonFactory JSON = new JsonFactory();

  /** Comes on the topic of mark prices. */
  private static final String FUNDING = "funding.rate";

  private final Function<String, @Nullable Topic> subscribed;
  private final FrameFields fields = new FrameFields();
  private final TickReader ticks = new TickReader(fields);

  /**
   * @param subscribed the topic of that text, null when this socket has not asked for it
   */
  public FrameParser(Function<String, @Nullable Topic> subscribed) {
    this.subscribed = subscribed;
  }

  /**
   * @param receivedNs epoch nanoseconds when the frame was read
   */
  public VenueFrame parse(String text, long receivedNs) {
    try (JsonParser json = JSON.createParser(text)) {
      return fields.read(json) ? interpret(receivedNs) : notJson("not one object");
    } catch (IOException e) {
      // The parser's message may quote the text at length.
      return notJson(e.getClass().getSimpleName());
    }
  }

  private VenueFrame interpret(long receivedNs) {
    String type = fields.type == null && fields.topic != null ? "message" : fields.type;
    if (type == null) {
      return new VenueFrame.Rejected(RejectReason.UNKNOWN_TYPE, "", "no type");
    }
    return switch (type) {
      case "message" -> message(receivedNs);
      case "pong" -> new VenueFrame.Pong(orEmpty(fields.id));
      case "ack" -> new VenueFrame.Ack(orEmpty(fields.id));
      case "welcome" -> new VenueFrame.Welcome();
      case "error" -> failure();
      default -> new VenueFrame.Rejected(RejectReason.UNKNOWN_TYPE, "", "type=" + brief(type));
    };
  }

  private VenueFrame message(long receivedNs) {
    Topic topic = fields.topic == null ? null : subscribed.apply(fields.topic);
    if (topic == null) {
      return new VenueFrame.Rejected(
          RejectReason.UNKNOWN_TOPIC, "", "topic=" + brief(orEmpty(fields.topic)));
    }
    if (fields.symbol != null && !fields.symbol.equals(topic.symbol())) {
      return new VenueFrame.Rejected(
          RejectReason.SYMBOL_MISMATCH, topic.symbol(), "symbol=" + brief(fields.symbol));
    }
    if (topic.channel() == Channel.FUTURES_MARK && FUNDING.equals(fields.subject)) {
      return ticks.readFunding(topic, receivedNs);
    }
    if (fields.subject != null && !fields.subject.equals(topic.channel().subject())) {
      return new VenueFrame.Ignored(fields.subject);
    }
    return ticks.read(topic, receivedNs);
  }

  private VenueFrame failure() {
    int code =
        fields.code.isWhole() && fields.code.digits() <= Integer.MAX_VALUE
            ? (int) fields.code.digits()
            : 0;
    return new VenueFrame.Failure(fields.id, code, orEmpty(fields.text));
  }

  private static VenueFrame notJson(String detail) {
    return new VenueFrame.Rejected(RejectReason.NOT_JSON, "", detail);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String brief(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
