package io.tickwire.push.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What subscriptions look at in one event, read once: its channel and the values of its attributes.
 * Immutable, any thread.
 */
public final class EventFields {
  /** An event may carry this many values, all attributes together. */
  public static final int MAX_VALUES = 256;

  private final String channel;
  private final String[] names;
  private final String[] texts;
  private final @Nullable Decimal18[] numbers;

  private EventFields(String channel, List<String> names, List<String> texts, List<JsonNode> raw) {
    this.channel = channel;
    this.names = names.toArray(String[]::new);
    this.texts = texts.toArray(String[]::new);
    this.numbers = new @Nullable Decimal18[raw.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Decimal18.of(raw.get(i));
    }
  }

  public static EventFields of(String channel) {
    return new EventFields(channel, List.of(), List.of(), List.of());
  }

  /** An event with one attribute. */
  public static EventFields of(String channel, String name, String value) {
    return new EventFields(
        channel, List.of(name), List.of(value), List.of(TextNode.valueOf(value)));
  }

  /**
   * What is neither text, number nor truth value, nor a list of them, cannot be filtered by and is
   * passed over.
   *
   * @throws IllegalArgumentException when there are more than {@link #MAX_VALUES}
   */
  public static EventFields of(String channel, @Nullable JsonNode attributes) {
    List<String> names = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    List<JsonNode> raw = new ArrayList<>();
    if (attributes != null && attributes.isObject()) {
      for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
        String name = Attributes.singular(attribute.getKey());
        JsonNode values = attribute.getValue();
        for (JsonNode value : values.isArray() ? values : List.of(values)) {
          String text = Attributes.text(value);
          if (text != null) {
            names.add(name);
            texts.add(text);
            raw.add(value);
          }
        }
      }
    }
    if (names.size() > MAX_VALUES) {
      throw new IllegalArgumentException(
          "an event has at most " + MAX_VALUES + " values in its attributes: " + names.size());
    }
    return new EventFields(channel, names, texts, raw);
  }

  public String channel() {
    return channel;
  }

  /** Number of values; an attribute that has several is named with each. */
  public int size() {
    return names.length;
  }

  /** Name of the attribute that has this value. */
  public String name(int i) {
    return names[i];
  }

  public String text(int i) {
    return texts[i];
  }

  /** Null when the value is no number. */
  public @Nullable Decimal18 number(int i) {
    return numbers[i];
  }
}
