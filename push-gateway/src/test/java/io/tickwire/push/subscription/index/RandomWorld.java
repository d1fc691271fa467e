package io.tickwire.push.subscription.index;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.wire.Json;
import io.tickwire.push.subscription.Decimal18;
import io.tickwire.push.subscription.Filter;
import io.tickwire.push.subscription.Filter.Condition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Subscriptions and events made at random, out of so few words that they often meet. */
final class RandomWorld {
  private static final List<String> PATTERNS =
      List.of(
          "alerts",
          "token.a.update",
          "token.b.update",
          "token.a.comment",
          "token.*.update",
          "token.*.comment",
          "token.*",
          "global.*",
          "global.trending",
          "signals:*",
          "signals:type:x",
          "signals:type:*");

  private static final List<String> CHANNELS =
      List.of(
          "alerts",
          "token.a.update",
          "token.b.update",
          "token.a.comment",
          "token.b.other",
          "token.a.update.more",
          "token",
          "global.trending",
          "global.new",
          "signals:type:x",
          "signals:entity:y",
          "unheard");

  private static final List<String> ATTRIBUTES = List.of("symbol", "tier", "color", "confidence");

  private final Random random;
  private final int words;

  RandomWorld(long seed, int words) {
    this.random = new Random(seed);
    this.words = words;
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  String pattern() {
    return PATTERNS.get(number(PATTERNS.size()));
  }

  String channel() {
    return CHANNELS.get(number(CHANNELS.size()));
  }

  Filter filter() {
    List<Condition> conditions = new ArrayList<>();
    for (String attribute : ATTRIBUTES) {
      if (number(3) > 0) {
        continue;
      }
      conditions.add(
          number(3) == 0
              ? range(attribute)
              : new Filter.OneOf(attribute, words(number(20) == 0 ? 40 : 4)));
    }
    return new Filter(conditions);
  }

  private Condition range(String attribute) {
    Decimal18 min = number(3) == 0 ? null : bound();
    Decimal18 max = min != null && number(2) == 0 ? null : bound();
    return new Filter.Between(attribute, min, max);
  }

  private @Nullable Decimal18 bound() {
    return Decimal18.of(decimal());
  }

  private BigDecimal decimal() {
    return BigDecimal.valueOf(number(2 * words) - words, number(3));
  }

  private List<String> words(int most) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i <= number(most); i++) {
      words.add(word());
    }
    return words;
  }

  private String word() {
    return number(4) == 0 ? Integer.toString(number(words)) : "w" + number(words);
  }

  ObjectNode attributes() {
    ObjectNode attributes = Json.mapper().createObjectNode();
    for (String attribute : ATTRIBUTES) {
      String name = number(4) == 0 ? attribute + "s" : attribute;
      switch (number(5)) {
        case 0 -> attributes.put(name, word());
        case 1 -> attributes.put(name, decimal());
        case 2 -> attributes.put(name, decimal().toPlainString());
        case 3 -> {
          ArrayNode list = attributes.putArray(name);
          words(3).forEach(list::add);
          list.add(number(words));
        }
        default -> attributes.putObject("nested").put("symbol", word());
      }
    }
    return attributes;
  }
}
