package io.tickwire.push.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.ExitPrice;
import io.tickwire.common.wire.Json;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a JSON object in a request; the first one that cannot be is refused by name,
 * with the path that leads to it. JSON null is the same as absent. Unknown fields are nobody's
 * business.
 */
final class Fields {
  private final JsonNode object;
  private final String path;

  /**
   * @param path prefix of the names, "" at the top
   */
  Fields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  boolean has(String name) {
    return object.hasNonNull(name);
  }

  /** Whether it was written at all, if only as null. */
  boolean mentions(String name) {
    return object.has(name);
  }

  JsonNode raw(String name) {
    return object.path(name);
  }

  String named(String name) {
    return path + name;
  }

  /** Better refused than silently ignored: parts of the contract that are yet to come. */
  void refuseUnbuilt(String... names) {
    for (String name : names) {
      if (has(name)) {
        throw Refusal.field(named(name), named(name) + " is not supported yet");
      }
    }
  }

  String text(String name, int longest) {
    String value = optionalText(name, longest);
    if (value == null) {
      throw missing(name);
    }
    return value;
  }

  @Nullable String optionalText(String name, int longest) {
    if (!has(name)) {
      return null;
    }
    JsonNode value = object.get(name);
    if (!value.isTextual() || value.asText().isBlank() || value.asText().length() > longest) {
      throw Refusal.field(
          named(name), named(name) + " must be a string of 1 to " + longest + " characters");
    }
    return value.asText();
  }

  BigDecimal positive(String name) {
    BigDecimal value = optionalPositive(name);
    if (value == null) {
      throw missing(name);
    }
    return value;
  }

  @Nullable BigDecimal optionalPositive(String name) {
    if (!has(name)) {
      return null;
    }
    JsonNode value = object.get(name);
    if (value.isObject() && value.has("percent")) {
      throw Refusal.field(named(name), named(name) + " as a percentage is not supported yet");
    }
    // A whole number is exact in JSON, a fraction is not.
    if (value.isTextual() || value.isIntegralNumber()) {
      try {
        BigDecimal decimal = Json.decimal(value.asText());
        if (decimal.signum() > 0) {
          return decimal;
        }
      } catch (IllegalArgumentException e) {
        // Refused below, with what it should be.
      }
    }
    throw Refusal.field(
        named(name), named(name) + " must be a positive decimal in a string such as \"60000.1\"");
  }

  /** A whole number of at least 0, such as {@code 1795222093355}. */
  @Nullable Long optionalWhole(String name) {
    if (!has(name)) {
      return null;
    }
    JsonNode value = object.get(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw Refusal.field(
          named(name), named(name) + " must be a whole number such as 60, and not negative");
    }
    return value.longValue();
  }

  /** A price, or a percentage of the price that the position opens at. */
  @Nullable ExitPrice optionalExit(String name) {
    if (has(name) && object.get(name).isObject()) {
      return ExitPrice.percent(new Fields(object.get(name), named(name) + ".").positive("percent"));
    }
    BigDecimal price = optionalPositive(name);
    return price == null ? null : ExitPrice.at(price);
  }

  boolean flag(String name) {
    if (!has(name)) {
      return false;
    }
    if (!object.get(name).isBoolean()) {
      throw Refusal.field(named(name), named(name) + " must be true or false");
    }
    return object.get(name).asBoolean();
  }

  <E extends Enum<E>> E choice(String name, Class<E> type) {
    E value = optionalChoice(name, type);
    if (value == null) {
      throw missing(name);
    }
    return value;
  }

  <E extends Enum<E>> @Nullable E optionalChoice(String name, Class<E> type) {
    return has(name) ? choose(named(name), object.get(name).asText(), type) : null;
  }

  static <E extends Enum<E>> E choose(String name, String value, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (wireName(constant).equals(value)) {
        return constant;
      }
    }
    String possible =
        Arrays.stream(type.getEnumConstants())
            .map(Fields::wireName)
            .collect(Collectors.joining(", "));
    throw Refusal.field(name, name + " must be one of " + possible);
  }

  private static String wireName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Nullable Fields optionalObject(String name) {
    if (!has(name)) {
      return null;
    }
    if (!object.get(name).isObject()) {
      throw Refusal.field(named(name), named(name) + " must be an object");
    }
    return new Fields(object.get(name), named(name) + ".");
  }

  Refusal missing(String name) {
    return Refusal.field(named(name), named(name) + " is missing");
  }
}
