package io.tickwire.push.protocol;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import io.tickwire.push.subscription.FilterParser;
import io.tickwire.push.subscription.FilterVerdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads client messages: strict about what it needs, blind to fields it does not know. Pure. */
public final class ClientFrameParser {
  private static final int LONGEST_ID = 128;
  private static final int MOST_CHANNELS = 1_000;
  private static final int LONGEST_INTERVAL_MS = 60_000;

  private ClientFrameParser() {}

  /** Never fails: what cannot be read is {@link ClientFrame.Malformed}. */
  public static ClientFrame parse(String text) {
    JsonNode message;
    try {
      message = Json.mapper().readTree(text);
    } catch (JacksonException e) {
      long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharOffset());
      return new ClientFrame.Malformed(null, "not JSON at character " + at);
    } catch (NumberFormatException e) {
      // What Jackson does with an exponent of ten digits.
      return new ClientFrame.Malformed(null, "not JSON: a number is out of range");
    }
    return parse(message);
  }

  /** {@link #parse(String)} of CBOR. */
  public static ClientFrame parse(byte[] bytes) {
    try {
      return parse(Cbor.read(bytes));
    } catch (JacksonException e) {
      long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
      return new ClientFrame.Malformed(null, "not CBOR at byte " + at);
    } catch (NumberFormatException e) {
      return new ClientFrame.Malformed(null, "not CBOR: a number is out of range");
    }
  }

  /**
   * Reads a list of channels that a user has stored, as it stands in a {@code subscribe}; it may be
   * empty.
   */
  public static ClientFrame stored(JsonNode list) {
    JsonNode nothing = Json.mapper().createObjectNode();
    List<ChannelRequest> requests = new ArrayList<>(list.size());
    try {
      for (int i = 0; i < list.size(); i++) {
        requests.add(request(list.get(i), i, nothing, FilterParser.parse(null)));
      }
    } catch (Fault e) {
      return new ClientFrame.Malformed(null, e.sentence);
    }
    return new ClientFrame.Subscribe(null, requests);
  }

  private static ClientFrame parse(@Nullable JsonNode message) {
    if (message == null || !message.isObject()) {
      return new ClientFrame.Malformed(null, "a message must be an object");
    }
    JsonNode id = message.get("id");
    if (id != null && !id.isNull() && !isId(id)) {
      return new ClientFrame.Malformed(
          null, "id must be a string of up to 128 characters or a whole number");
    }
    try {
      return parse(message, id == null || id.isNull() ? null : id);
    } catch (Fault e) {
      return new ClientFrame.Malformed(id, e.sentence);
    }
  }

  private static boolean isId(JsonNode id) {
    return (id.isIntegralNumber() && id.canConvertToLong())
        || (id.isTextual() && id.asText().length() <= LONGEST_ID);
  }

  private static ClientFrame parse(JsonNode message, @Nullable JsonNode id) throws Fault {
    JsonNode type = message.path("type");
    if (!type.isTextual()) {
      throw new Fault("type is missing");
    }
    return switch (type.asText()) {
      case "auth" -> new ClientFrame.Auth(id, text(message, "token"));
      case "subscribe" -> new ClientFrame.Subscribe(id, requests(message));
      case "unsubscribe" -> new ClientFrame.Unsubscribe(id, names(message));
      case "ping" -> new ClientFrame.Ping(id);
      default -> throw new Fault("type must be auth, subscribe, unsubscribe or ping");
    };
  }

  private static List<ChannelRequest> requests(JsonNode message) throws Fault {
    JsonNode list = channels(message);
    if (list == null || list.isEmpty()) {
      throw new Fault("channels must name at least one channel");
    }
    List<ChannelRequest> requests = new ArrayList<>(list.size());
    FilterVerdict common = FilterParser.parse(message.get("filters"));
    for (int i = 0; i < list.size(); i++) {
      requests.add(request(list.get(i), i, message, common));
    }
    return requests;
  }

  private static ChannelRequest request(
      JsonNode entry, int at, JsonNode message, FilterVerdict common) throws Fault {
    if (entry.isTextual()) {
      return request(channel(entry, at), null, common, message);
    }
    if (!entry.isObject()) {
      throw new Fault("channels[" + at + "] must be a string or an object");
    }
    JsonNode since = entry.path("since");
    String channel = channel(entry.path("channel"), at);
    boolean given = !since.isMissingNode() && !since.isNull();
    if (given && (!since.isTextual() || Offset.parse(since.textValue()) == null)) {
      return ChannelRequest.faulty(channel, "since must be an offset");
    }
    return request(
        channel,
        since.textValue(),
        entry.hasNonNull("filters") ? FilterParser.parse(entry.get("filters")) : common,
        entry.hasNonNull("interval_ms") ? entry : message);
  }

  private static String channel(JsonNode name, int at) throws Fault {
    if (!name.isTextual() || name.textValue().isEmpty()) {
      throw new Fault("channels[" + at + "] must name a channel");
    }
    return name.textValue();
  }

  private static ChannelRequest request(
      String channel, @Nullable String since, FilterVerdict verdict, JsonNode paced) {
    if (verdict instanceof FilterVerdict.Refused refused) {
      return ChannelRequest.faulty(channel, refused.message());
    }
    FilterVerdict.Read read = (FilterVerdict.Read) verdict;
    JsonNode interval = paced.get("interval_ms");
    if (interval == null || interval.isNull()) {
      return new ChannelRequest(channel, since, read.filter(), read.intervalMs(), null);
    }
    boolean possible =
        interval.isIntegralNumber()
            && interval.canConvertToInt()
            && interval.asInt() >= 0
            && interval.asInt() <= LONGEST_INTERVAL_MS;
    return possible
        ? new ChannelRequest(channel, since, read.filter(), interval.asInt(), null)
        : ChannelRequest.faulty(channel, "interval_ms must be a number from 0 to 60000");
  }

  private static @Nullable List<String> names(JsonNode message) throws Fault {
    JsonNode list = channels(message);
    if (list == null) {
      return null;
    }
    List<String> names = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      JsonNode entry = list.get(i);
      names.add(channel(entry.isObject() ? entry.path("channel") : entry, i));
    }
    return names;
  }

  /** {@code topics} is what older clients call it. */
  private static @Nullable JsonNode channels(JsonNode message) throws Fault {
    JsonNode list =
        message.hasNonNull("channels") ? message.get("channels") : message.get("topics");
    if (list == null || list.isNull()) {
      return null;
    }
    if (!list.isArray()) {
      throw new Fault("channels must be a list");
    }
    if (list.size() > MOST_CHANNELS) {
      throw new Fault("channels names more than " + MOST_CHANNELS);
    }
    return list;
  }

  private static String text(JsonNode holder, String field) throws Fault {
    JsonNode value = holder.path(field);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new Fault(field + " must be a string");
    }
    return value.asText();
  }

  /** Leaves the nested parsing in one step; never leaves this class. */
  private static final class Fault extends Exception {
    private static final long serialVersionUID = 1;
    private final String sentence;

    Fault(String sentence) {
      super(sentence, null, false, false);
      this.sentence = sentence;
    }
  }
}
