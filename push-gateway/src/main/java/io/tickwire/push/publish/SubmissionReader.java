package io.tickwire.push.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Event;
import io.tickwire.common.wire.Json;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event or a list of them: {@code channel type attributes data key timestamp}. The first
 * field that cannot be is refused by name, and with it the whole request. Unknown fields are
 * nobody's business, JSON null is the same as absent. Immutable, any thread.
 */
public final class SubmissionReader {
  private static final int MOST_ATTRIBUTES = 32;
  private static final int MOST_VALUES = 100;
  private static final int LONGEST_VALUE = 256;
  private static final int DEEPEST = 32;
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");
  private static final Pattern KEY = Pattern.compile("[!-~]{1,128}");

  /** A publisher's clock may be ahead of ours by this much. */
  private static final long MOST_AHEAD_MS = Duration.ofDays(1).toMillis();

  private final PublishConfig config;

  public SubmissionReader(PublishConfig config) {
    this.config = config;
  }

  /**
   * @param mayPublish whether the publisher may use a channel
   * @param nowMs epoch milliseconds, the timestamp of an event that brings none
   */
  public SubmissionVerdict read(JsonNode body, Predicate<String> mayPublish, long nowMs) {
    try {
      return new SubmissionVerdict.Accepted(
          body.isArray()
              ? list(body, mayPublish, nowMs)
              : List.of(event(body, "", mayPublish, nowMs)));
    } catch (Fault fault) {
      return fault.verdict;
    }
  }

  private List<Submission> list(JsonNode body, Predicate<String> mayPublish, long nowMs) {
    if (body.isEmpty() || body.size() > config.maxEvents()) {
      throw new Fault("", "a list must hold 1 to " + config.maxEvents() + " events");
    }
    List<Submission> all = new ArrayList<>(body.size());
    for (JsonNode item : body) {
      all.add(event(item, "[" + all.size() + "]", mayPublish, nowMs));
    }
    return all;
  }

  private Submission event(JsonNode item, String path, Predicate<String> mayPublish, long nowMs) {
    if (!item.isObject()) {
      throw new Fault(path, (path.isEmpty() ? "an event" : path) + " must be a JSON object");
    }
    String prefix = path.isEmpty() ? "" : path + ".";
    String body = Json.write(item);
    if (body.getBytes(StandardCharsets.UTF_8).length > config.maxEventBytes()) {
      throw new Fault(
          path,
          (path.isEmpty() ? "an event" : path)
              + " must not be over "
              + config.maxEventBytes()
              + " bytes");
    }
    String channel = channel(item, prefix + "channel");
    if (!mayPublish.test(channel)) {
      throw new Fault(
          ErrorCode.FORBIDDEN, prefix + "channel", "the token does not allow this channel");
    }
    Event event =
        new Event(
            type(item, channel, prefix + "type"),
            channel,
            timestamp(item, prefix + "timestamp", nowMs),
            data(item, prefix + "data"),
            attributes(item, prefix + "attributes"));
    return new Submission(event, key(item, prefix + "key"), body);
  }

  private static String channel(JsonNode item, String field) {
    String channel = text(item, "channel", field);
    String reason = Publishable.channel(channel);
    if (reason != null) {
      throw new Fault(field, field + " " + reason);
    }
    return channel;
  }

  private static String type(JsonNode item, String channel, String field) {
    String type = text(item, "type", field);
    if (!NAME.matcher(type).matches()) {
      throw new Fault(
          field, field + " must be 1 to 64 letters, digits and _ . - and begin with a letter");
    }
    if (!Publishable.isType(type, channel)) {
      throw new Fault(field, field + " is one that only Tickwire itself sends");
    }
    return type;
  }

  private static String text(JsonNode item, String name, String field) {
    JsonNode value = item.path(name);
    if (value.isMissingNode() || value.isNull()) {
      throw new Fault(field, field + " is missing");
    }
    if (!value.isTextual()) {
      throw new Fault(field, field + " must be a string");
    }
    return value.asText();
  }

  private static long timestamp(JsonNode item, String field, long nowMs) {
    if (!item.hasNonNull("timestamp")) {
      return nowMs;
    }
    JsonNode value = item.get("timestamp");
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.asLong() < 0
        || value.asLong() > nowMs + MOST_AHEAD_MS) {
      throw new Fault(field, field + " must be epoch milliseconds, not far in the future");
    }
    return value.asLong();
  }

  private static JsonNode data(JsonNode item, String field) {
    if (!item.hasNonNull("data")) {
      return Json.mapper().createObjectNode();
    }
    if (isDeeperThan(item.get("data"), DEEPEST)) {
      throw new Fault(field, field + " must not be nested deeper than " + DEEPEST);
    }
    return item.get("data");
  }

  private static boolean isDeeperThan(JsonNode node, int depth) {
    if (!node.isContainerNode()) {
      return false;
    }
    if (depth == 0) {
      return true;
    }
    for (JsonNode child : node) {
      if (isDeeperThan(child, depth - 1)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable JsonNode attributes(JsonNode item, String field) {
    if (!item.hasNonNull("attributes")) {
      return null;
    }
    JsonNode attributes = item.get("attributes");
    if (!attributes.isObject() || attributes.size() > MOST_ATTRIBUTES) {
      throw new Fault(
          field, field + " must be an object of at most " + MOST_ATTRIBUTES + " attributes");
    }
    for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
      String named = field + "." + attribute.getKey();
      if (!NAME.matcher(attribute.getKey()).matches()) {
        throw new Fault(
            field, field + " must have names of 1 to 64 letters, digits and _ . - only");
      }
      if (!isAttribute(attribute.getValue())) {
        throw new Fault(
            named,
            named
                + " must be a string of at most "
                + LONGEST_VALUE
                + " characters, a number, true or false, or a list of up to "
                + MOST_VALUES
                + " of them");
      }
    }
    return attributes.isEmpty() ? null : attributes;
  }

  private static boolean isAttribute(JsonNode value) {
    if (!value.isArray()) {
      return isScalar(value);
    }
    for (JsonNode each : value) {
      if (!isScalar(each)) {
        return false;
      }
    }
    return value.size() <= MOST_VALUES;
  }

  private static boolean isScalar(JsonNode value) {
    return (value.isTextual() || value.isNumber() || value.isBoolean())
        && value.asText().length() <= LONGEST_VALUE;
  }

  private static @Nullable String key(JsonNode item, String field) {
    if (!item.hasNonNull("key")) {
      return null;
    }
    String key = text(item, "key", field);
    if (!KEY.matcher(key).matches()) {
      throw new Fault(field, field + " must be 1 to 128 visible ASCII characters");
    }
    return key;
  }

  /** Leaves nested reading in one step; caught in {@link #read} only. */
  private static final class Fault extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    final transient SubmissionVerdict.Refused verdict;

    Fault(String field, String message) {
      this(ErrorCode.INVALID, field, message);
    }

    Fault(ErrorCode code, String field, String message) {
      super(message, null, false, false);
      verdict = new SubmissionVerdict.Refused(code, field, message);
    }
  }
}
