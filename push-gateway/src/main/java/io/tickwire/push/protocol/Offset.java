package io.tickwire.push.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A place in the log of events; clients see it as text such as {@code 1732145000000-0}.
 *
 * @param ms epoch milliseconds when the event was appended
 * @param number among those of the same millisecond
 */
public record Offset(long ms, long number) implements Comparable<Offset> {
  private static final int LONGEST = 39;

  /** Null when it is no such text. */
  public static @Nullable Offset parse(String text) {
    int dash = text.indexOf('-');
    if (dash <= 0 || text.length() > LONGEST) {
      return null;
    }
    try {
      long ms = Long.parseLong(text, 0, dash, 10);
      long number = Long.parseLong(text, dash + 1, text.length(), 10);
      return ms < 0 || number < 0 ? null : new Offset(ms, number);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Override
  public int compareTo(Offset other) {
    int byMs = Long.compare(ms, other.ms);
    return byMs != 0 ? byMs : Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return ms + "-" + number;
  }
}
