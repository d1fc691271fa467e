package io.tickwire.push.admission;

import java.util.HashMap;
import java.util.Map;

/** How many of something each name has; who has none is forgotten. Thread-safe. */
final class Counts {
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * Adds one, unless there are as many as there may be.
   *
   * @param most 0 for any number
   */
  synchronized boolean add(String name, int most) {
    int now = counts.getOrDefault(name, 0);
    if (most > 0 && now >= most) {
      return false;
    }
    counts.put(name, now + 1);
    return true;
  }

  synchronized void remove(String name, int gone) {
    counts.computeIfPresent(name, (ignored, count) -> count > gone ? count - gone : null);
  }

  /** For tests: how many names have some. */
  synchronized int names() {
    return counts.size();
  }
}
