package io.tickwire.push.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.wire.Json;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.subscription.ChannelRules;
import io.tickwire.push.subscription.ChannelVerdict;
import io.tickwire.push.subscription.FilterParser;
import io.tickwire.push.subscription.FilterVerdict;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads {@code notifications}, an object of settings by name, and {@code subscriptions}, a list as
 * a client's {@code subscribe} has it. What the user could not subscribe to is not stored either.
 */
final class PreferenceReader {
  private static final String NOTIFICATIONS = "notifications";
  private static final String SUBSCRIPTIONS = "subscriptions";
  private static final int MOST_NOTIFICATIONS = 64;
  private static final int MOST_VALUES = 16;
  private static final int LONGEST = 256;
  private static final int LONGEST_INTERVAL_MS = 60_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

  private final ChannelRules channels;
  private final int mostSubscriptions;

  PreferenceReader(ChannelRules channels, int mostSubscriptions) {
    this.channels = channels;
    this.mostSubscriptions = mostSubscriptions;
  }

  /** The same with both parts, whichever were stored. */
  static ObjectNode complete(JsonNode stored) {
    ObjectNode all = Json.mapper().createObjectNode();
    all.set(
        NOTIFICATIONS,
        stored.has(NOTIFICATIONS) ? stored.get(NOTIFICATIONS) : Json.mapper().createObjectNode());
    all.set(
        SUBSCRIPTIONS,
        stored.has(SUBSCRIPTIONS) ? stored.get(SUBSCRIPTIONS) : Json.mapper().createArrayNode());
    return all;
  }

  /**
   * @throws Refusal naming the field that cannot be
   */
  ObjectNode read(Fields body, Principal who) {
    ObjectNode read = Json.mapper().createObjectNode();
    if (body.has(NOTIFICATIONS)) {
      read.set(NOTIFICATIONS, notifications(body.raw(NOTIFICATIONS)));
    }
    if (body.has(SUBSCRIPTIONS)) {
      read.set(SUBSCRIPTIONS, subscriptions(body.raw(SUBSCRIPTIONS), who));
    }
    return complete(read);
  }

  private static JsonNode notifications(JsonNode given) {
    if (!given.isObject() || given.size() > MOST_NOTIFICATIONS) {
      throw Refusal.field(
          NOTIFICATIONS,
          NOTIFICATIONS + " must be an object of at most " + MOST_NOTIFICATIONS + " settings");
    }
    for (Map.Entry<String, JsonNode> setting : given.properties()) {
      if (!NAME.matcher(setting.getKey()).matches()) {
        throw Refusal.field(
            NOTIFICATIONS,
            NOTIFICATIONS + " must have names of 1 to 64 letters, digits and _ . - only");
      }
      if (!isValue(setting.getValue(), MOST_VALUES)) {
        String field = NOTIFICATIONS + "." + setting.getKey();
        throw Refusal.field(
            field,
            field
                + " must be true, false, a whole number, a string of at most "
                + LONGEST
                + " characters, or a list of up to "
                + MOST_VALUES
                + " of them");
      }
    }
    return given;
  }

  private static boolean isValue(JsonNode value, int mostInList) {
    if (!value.isArray()) {
      return isScalar(value);
    }
    for (JsonNode each : value) {
      if (!isScalar(each)) {
        return false;
      }
    }
    return value.size() <= mostInList;
  }

  private static boolean isScalar(JsonNode value) {
    return value.isBoolean()
        || (value.isNumber() && value.asText().length() <= LONGEST)
        || (value.isTextual() && value.asText().length() <= LONGEST);
  }

  private ArrayNode subscriptions(JsonNode given, Principal who) {
    if (!given.isArray() || given.size() > mostSubscriptions) {
      throw Refusal.field(
          SUBSCRIPTIONS, SUBSCRIPTIONS + " must be a list of at most " + mostSubscriptions);
    }
    ArrayNode read = Json.mapper().createArrayNode();
    for (int i = 0; i < given.size(); i++) {
      String field = SUBSCRIPTIONS + "[" + i + "]";
      JsonNode item = given.get(i);
      if (item.isTextual()) {
        read.add(channel(item, field, who));
      } else if (item.isObject()) {
        read.add(subscription(new Fields(item, field + "."), field, who));
      } else {
        throw Refusal.field(field, field + " must be a channel, or an object with one");
      }
    }
    return read;
  }

  private ObjectNode subscription(Fields item, String field, Principal who) {
    if (!item.has("channel")) {
      throw item.missing("channel");
    }
    ObjectNode read = Json.mapper().createObjectNode();
    read.put("channel", channel(item.raw("channel"), field + ".channel", who));
    Long intervalMs = item.optionalWhole("interval_ms");
    if (intervalMs != null) {
      if (intervalMs > LONGEST_INTERVAL_MS) {
        throw Refusal.field(
            field + ".interval_ms", field + ".interval_ms must be 0 to " + LONGEST_INTERVAL_MS);
      }
      read.put("interval_ms", intervalMs);
    }
    if (item.has("filters")) {
      read.set("filters", filters(item.raw("filters"), field));
    }
    return read;
  }

  private String channel(JsonNode name, String field, Principal who) {
    ChannelVerdict verdict =
        name.isTextual() && name.asText().length() <= LONGEST
            ? channels.resolve(name.asText(), who)
            : null;
    if (!(verdict instanceof ChannelVerdict.Allowed)) {
      throw Refusal.field(
          field,
          field
              + (verdict instanceof ChannelVerdict.Refused no ? ": " + no.message() : " is none"));
    }
    return name.asText();
  }

  /** As a subscribe reads them, or they could not be restored. */
  private static JsonNode filters(JsonNode given, String field) {
    if (FilterParser.parse(given) instanceof FilterVerdict.Refused refused) {
      throw Refusal.field(field + ".filters", field + "." + refused.message());
    }
    return given;
  }
}
