package io.tickwire.feed.venue.kucoin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickwire.feed.venue.FrameReader;
import io.tickwire.feed.venue.RejectReason;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.TopicLookup;
import io.tickwire.feed.venue.VenueFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads any frame of a KuCoin socket, whatever its order, spacing and escapes. Prices never pass
 * through a float: string or number, they become digits and a scale. One per socket, not
 * thread-safe.
 */
final class FrameParser implements FrameReader {
  private static final JsonFactory JSON = new JsonFactory();

  /** Comes on the topic of mark prices. */
  private static final String FUNDING = "funding.rate";

  private final TopicLookup topics;
  private final FrameFields fields = new FrameFields();
  private final TickReader ticks = new TickReader(fields);
  private final DecimalField code = new DecimalField();
  private @Nullable String type;
  private @Nullable String topicText;
  private @Nullable String subject;
  private @Nullable String id;
  private @Nullable String symbol;

  /** The text of an error frame. */
  private @Nullable String text;

  FrameParser(TopicLookup topics) {
    this.topics = topics;
  }

  @Override
  public VenueFrame read(byte[] bytes, int length, long receivedNs) {
    clear();
    try (JsonParser json = JSON.createParser(bytes, 0, length)) {
      return readFrame(json) ? interpret(receivedNs) : notJson("not one object");
    } catch (IOException e) {
      // The parser's message may quote the text at length.
      return notJson(e.getClass().getSimpleName());
    }
  }

  private void clear() {
    fields.clear();
    code.clear();
    type = null;
    topicText = null;
    subject = null;
    id = null;
    symbol = null;
    text = null;
  }

  /** False when the text is not one whole object. */
  private boolean readFrame(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      FrameField field = FrameField.NAMES.find(json.currentName());
      json.nextToken();
      if (field == null) {
        json.skipChildren();
      } else {
        readField(field, json);
      }
    }
    return json.nextToken() == null;
  }

  private void readField(FrameField field, JsonParser json) throws IOException {
    switch (field) {
      case TYPE -> type = text(json);
      case TOPIC -> topicText = text(json);
      case SUBJECT -> subject = text(json);
      case ID -> id = text(json);
      case CODE -> number(code, json);
      case DATA -> {
        if (json.currentToken() == JsonToken.START_OBJECT) {
          readData(json);
        } else {
          text = text(json);
        }
      }
    }
  }

  private void readData(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      DataField field = DataField.NAMES.find(json.currentName());
      json.nextToken();
      if (field == null) {
        json.skipChildren();
      } else if (field == DataField.SYMBOL) {
        symbol = text(json);
      } else {
        number(fields.number(field), json);
      }
    }
  }

  private static @Nullable String text(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
      return json.getText();
    }
    json.skipChildren();
    return null;
  }

  /** Nested values are skipped and malformed. */
  private static void number(DecimalField field, JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
      byte[] digits = json.getText().getBytes(StandardCharsets.UTF_8);
      field.read(digits, 0, digits.length);
    } else if (token == JsonToken.VALUE_NULL) {
      field.clear();
    } else {
      field.malformed();
      json.skipChildren();
    }
  }

  private VenueFrame interpret(long receivedNs) {
    String kind = type == null && topicText != null ? "message" : type;
    if (kind == null) {
      return new VenueFrame.Rejected(RejectReason.UNKNOWN_TYPE, "", "no type");
    }
    return switch (kind) {
      case "message" -> message(receivedNs);
      case "pong" -> new VenueFrame.Pong(orEmpty(id));
      case "ack" -> new VenueFrame.Ack(orEmpty(id));
      case "welcome" -> new VenueFrame.Welcome();
      case "error" -> failure();
      default -> new VenueFrame.Rejected(RejectReason.UNKNOWN_TYPE, "", "type=" + brief(kind));
    };
  }

  private VenueFrame message(long receivedNs) {
    Topic topic = topicText == null ? null : find(topicText);
    if (topic == null) {
      return new VenueFrame.Rejected(
          RejectReason.UNKNOWN_TOPIC, "", "topic=" + brief(orEmpty(topicText)));
    }
    if (symbol != null && !symbol.equals(topic.symbol())) {
      return new VenueFrame.Rejected(
          RejectReason.SYMBOL_MISMATCH, topic.symbol(), "symbol=" + brief(symbol));
    }
    Channel channel = Channel.ofPath(topic.channel());
    if (channel == Channel.FUTURES_MARK && FUNDING.equals(subject)) {
      return ticks.readFunding(topic.symbol(), receivedNs);
    }
    if (subject != null && !subject.equals(channel.subject())) {
      return new VenueFrame.Ignored(subject);
    }
    return ticks.read(channel, topic.symbol(), receivedNs);
  }

  private @Nullable Topic find(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return topics.find(bytes, 0, bytes.length);
  }

  private VenueFrame failure() {
    int number = code.isWhole() && code.digits() <= Integer.MAX_VALUE ? (int) code.digits() : 0;
    return new VenueFrame.Failure(id, number, orEmpty(text));
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
