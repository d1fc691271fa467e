package io.tickwire.push.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** How names and values of attributes are compared, the same for events and filters. */
final class Attributes {
  private Attributes() {}

  /**
   * The one name for singular and plural: {@code symbols} is {@code symbol}, {@code entities} is
   * {@code entity}. It need not be a word, as long as both sides come to the same.
   */
  static String singular(String name) {
    if (name.length() > 3 && name.endsWith("ies")) {
      return name.substring(0, name.length() - 3) + "y";
    }
    return name.length() > 2 && name.endsWith("s") && !name.endsWith("ss")
        ? name.substring(0, name.length() - 1)
        : name;
  }

  /**
   * A value as it is compared: text as it is, a number without zeros at its end, {@code true} or
   * {@code false}. Null for what is no value.
   */
  static @Nullable String text(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isBoolean()) {
      return value.asText();
    }
    Decimal18 number = value.isNumber() ? Decimal18.of(value) : null;
    return number == null ? null : number.toString();
  }
}
