package io.tickwire.push.subscription;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a channel somebody wants: those that meet every condition; without any, all.
 *
 * @param conditions each about an attribute of the event
 */
public record Filter(List<Condition> conditions) {
  public static final Filter EVERYTHING = new Filter(List.of());

  public Filter {
    conditions = List.copyOf(conditions);
  }

  /** Whether the event meets all conditions; for one event, the index does it for many. */
  public boolean accepts(EventFields event) {
    return conditions.stream().allMatch(condition -> isMet(condition, event));
  }

  /** How many values and ranges it has. */
  public int size() {
    int size = 0;
    for (Condition condition : conditions) {
      size += condition instanceof OneOf oneOf ? oneOf.values().size() : 1;
    }
    return size;
  }

  private static boolean isMet(Condition condition, EventFields event) {
    for (int i = 0; i < event.size(); i++) {
      if (event.name(i).equals(condition.attribute())
          && condition.isMetBy(event.text(i), event.number(i))) {
        return true;
      }
    }
    return false;
  }

  /** An event that lacks the attribute meets none. */
  public sealed interface Condition {
    /** Whether this is one of the values that are wanted. */
    boolean isMetBy(String text, @Nullable Decimal18 number);

    /** In the singular, see {@link Attributes#singular}. */
    String attribute();
  }

  /**
   * The attribute, or one of its values when it has several, is one of these.
   *
   * @param values one at least
   */
  public record OneOf(String attribute, List<String> values) implements Condition {
    public OneOf {
      values = values.stream().distinct().sorted().toList();
      if (values.isEmpty()) {
        throw new IllegalArgumentException("a condition without values: attribute=" + attribute);
      }
    }

    @Override
    public boolean isMetBy(String text, @Nullable Decimal18 number) {
      return values.contains(text);
    }
  }

  /**
   * The attribute, or one of its values, is a number in this range.
   *
   * @param min lowest that is meant, null for no bound
   * @param max highest that is meant, null for no bound
   */
  public record Between(String attribute, @Nullable Decimal18 min, @Nullable Decimal18 max)
      implements Condition {
    public Between {
      if (min == null && max == null) {
        throw new IllegalArgumentException("a range without bounds: attribute=" + attribute);
      }
    }

    @Override
    public boolean isMetBy(String text, @Nullable Decimal18 number) {
      return number != null
          && (min == null || number.compareTo(min) >= 0)
          && (max == null || number.compareTo(max) <= 0);
    }
  }
}
