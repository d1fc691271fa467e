package io.tickwire.push.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.push.subscription.Filter.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code filters}: {@code
 * {"symbols":["AAPL"],"pattern_type":"breakout","confidence_min":0.7}}. A key may be singular or
 * plural, its content a value or a list; one without content asks for nothing, so it matches
 * everything. Pure.
 */
public final class FilterParser {
  static final int MOST_KEYS = 16;
  static final int MOST_VALUES = 1_000;
  static final int LONGEST = 256;

  private static final String MIN = "_min";
  private static final String MAX = "_max";
  private static final String FREQUENCY = "update_frequency";
  private static final Decimal18 SLOWEST_S = new Decimal18(60, 0);
  private static final long E18_PER_MS = 1_000_000_000_000_000L;

  private final Map<String, List<String>> values = new TreeMap<>();
  private final Map<String, Decimal18> mins = new TreeMap<>();
  private final Map<String, Decimal18> maxes = new TreeMap<>();
  private @Nullable Integer intervalMs;
  private int count;

  private FilterParser() {}

  /** Null and an empty object let everything pass. */
  public static FilterVerdict parse(@Nullable JsonNode filters) {
    if (filters == null || filters.isNull()) {
      return new FilterVerdict.Read(Filter.EVERYTHING, null);
    }
    if (!filters.isObject()) {
      return new FilterVerdict.Refused("filters must be an object");
    }
    if (filters.size() > MOST_KEYS) {
      return new FilterVerdict.Refused("filters has more than " + MOST_KEYS + " keys");
    }
    try {
      FilterParser parser = new FilterParser();
      for (Map.Entry<String, JsonNode> entry : filters.properties()) {
        parser.take(entry.getKey(), entry.getValue());
      }
      return new FilterVerdict.Read(parser.filter(), parser.intervalMs);
    } catch (Fault e) {
      return new FilterVerdict.Refused(e.sentence);
    }
  }

  private void take(String key, JsonNode content) throws Fault {
    if (key.isEmpty() || key.length() > LONGEST) {
      throw new Fault("a key of filters must have 1 to " + LONGEST + " characters");
    }
    if (content.isNull()) {
      return;
    }
    if (key.equals(FREQUENCY)) {
      intervalMs = milliseconds(number(key, content));
    } else if (key.endsWith(MIN) && key.length() > MIN.length()) {
      mins.merge(attribute(key, MIN), number(key, content), FilterParser::higher);
    } else if (key.endsWith(MAX) && key.length() > MAX.length()) {
      maxes.merge(attribute(key, MAX), number(key, content), FilterParser::lower);
    } else {
      takeValues(key, content);
    }
  }

  private static Decimal18 higher(Decimal18 one, Decimal18 other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Decimal18 lower(Decimal18 one, Decimal18 other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static String attribute(String key, String suffix) {
    return Attributes.singular(key.substring(0, key.length() - suffix.length()));
  }

  private static Decimal18 number(String key, JsonNode content) throws Fault {
    Decimal18 number = Decimal18.of(content);
    if (number == null) {
      throw new Fault(
          "filters." + key + " must be a number of up to 18 digits before and behind the point");
    }
    return number;
  }

  private static int milliseconds(Decimal18 seconds) throws Fault {
    if (seconds.whole() < 0 || seconds.compareTo(SLOWEST_S) > 0) {
      throw new Fault("filters." + FREQUENCY + " must be a number of seconds from 0 to 60");
    }
    return (int) (seconds.whole() * 1_000 + seconds.fractionE18() / E18_PER_MS);
  }

  private void takeValues(String key, JsonNode content) throws Fault {
    if (!content.isArray()) {
      add(key, "", content);
      return;
    }
    for (int i = 0; i < content.size(); i++) {
      add(key, "[" + i + "]", content.get(i));
    }
  }

  private void add(String key, String where, JsonNode value) throws Fault {
    String text = Attributes.text(value);
    if (text == null) {
      throw new Fault("filters." + key + where + " must be text, a number, true or false");
    }
    if (text.length() > LONGEST) {
      throw new Fault("filters." + key + where + " is over " + LONGEST + " characters");
    }
    if (++count > MOST_VALUES) {
      throw new Fault("filters has more than " + MOST_VALUES + " values");
    }
    values.computeIfAbsent(Attributes.singular(key), ignored -> new ArrayList<>()).add(text);
  }

  /** The names of attributes, of which there are few, are kept once for all filters. */
  private Filter filter() throws Fault {
    List<Condition> conditions = new ArrayList<>();
    values.forEach((attribute, any) -> conditions.add(new Filter.OneOf(attribute.intern(), any)));
    for (Map.Entry<String, Decimal18> min : mins.entrySet()) {
      Decimal18 max = maxes.remove(min.getKey());
      if (max != null && min.getValue().compareTo(max) > 0) {
        throw new Fault("filters." + min.getKey() + MIN + " is above its " + MAX);
      }
      conditions.add(new Filter.Between(min.getKey().intern(), min.getValue(), max));
    }
    maxes.forEach(
        (attribute, max) -> conditions.add(new Filter.Between(attribute.intern(), null, max)));
    return new Filter(conditions);
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
