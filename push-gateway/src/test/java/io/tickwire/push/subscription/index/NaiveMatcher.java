package io.tickwire.push.subscription.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.push.subscription.Decimal18;
import io.tickwire.push.subscription.Filter;
import io.tickwire.push.subscription.Filter.Between;
import io.tickwire.push.subscription.Filter.Condition;
import io.tickwire.push.subscription.Filter.OneOf;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks at every subscription, with regular expressions, JSON and BigDecimal. */
final class NaiveMatcher {
  private record Entry(int subscriber, Pattern channel, Filter filter, int intervalMs) {}

  private final Map<Integer, Entry> entries = new LinkedHashMap<>();

  void add(int handle, int subscriber, String channel, Filter filter, int intervalMs) {
    entries.put(handle, new Entry(subscriber, expression(channel), filter, intervalMs));
  }

  void remove(int handle) {
    entries.remove(handle);
  }

  /** Subscribers with their shortest interval. */
  Map<Integer, Integer> match(String channel, JsonNode attributes) {
    Map<Integer, Integer> found = new TreeMap<>();
    for (Entry entry : entries.values()) {
      if (entry.channel().matcher(channel).matches()
          && entry.filter().conditions().stream().allMatch(c -> isMet(c, attributes))) {
        found.merge(entry.subscriber(), entry.intervalMs(), Math::min);
      }
    }
    return found;
  }

  static Pattern expression(String pattern) {
    String expression =
        Pattern.quote(pattern)
            .replace(".*.", "\\E[.][^.:]*[.]\\Q")
            .replace(":*.", ":\\E[^.:]*\\Q.");
    if (pattern.endsWith("*")) {
      expression = expression.substring(0, expression.length() - 3) + "\\E.*";
    }
    return Pattern.compile(expression, Pattern.DOTALL);
  }

  private static boolean isMet(Condition condition, JsonNode attributes) {
    for (JsonNode value : values(condition.attribute(), attributes)) {
      if (condition instanceof OneOf oneOf && oneOf.values().contains(text(value))) {
        return true;
      }
      if (condition instanceof Between between && isWithin(between, value)) {
        return true;
      }
    }
    return false;
  }

  private static List<JsonNode> values(String attribute, JsonNode attributes) {
    List<JsonNode> values = new ArrayList<>();
    for (String name : List.of(attribute, attribute + "s")) {
      JsonNode node = attributes.path(name);
      if (node.isArray()) {
        node.forEach(values::add);
      } else if (!node.isMissingNode()) {
        values.add(node);
      }
    }
    return values;
  }

  private static String text(JsonNode value) {
    return value.isNumber()
        ? value.decimalValue().stripTrailingZeros().toPlainString()
        : value.asText();
  }

  private static boolean isWithin(Between between, JsonNode value) {
    BigDecimal number;
    try {
      number = value.isTextual() ? new BigDecimal(value.asText()) : value.decimalValue();
    } catch (NumberFormatException e) {
      return false;
    }
    return (value.isNumber() || value.isTextual())
        && isAtLeast(number, between.min())
        && (between.max() == null || isAtLeast(decimal(between.max()), Decimal18.of(number)));
  }

  private static boolean isAtLeast(BigDecimal number, @Nullable Decimal18 bound) {
    return bound == null || number.compareTo(decimal(bound)) >= 0;
  }

  private static BigDecimal decimal(Decimal18 number) {
    return new BigDecimal(number.toString());
  }
}
