package io.tickwire.feed.recovery;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Symbols that wait for a fetch, each once: those with armed rules first, else in order of arrival.
 * Pure, not thread-safe.
 */
final class RepairQueue {
  private final Set<String> waiting = new LinkedHashSet<>();
  private Set<String> armed = Set.of();

  void prioritize(Set<String> symbols) {
    armed = Set.copyOf(symbols);
  }

  boolean isArmed(String symbol) {
    return armed.contains(symbol);
  }

  void add(String symbol) {
    waiting.add(symbol);
  }

  void remove(String symbol) {
    waiting.remove(symbol);
  }

  /** Null when nothing waits. */
  @Nullable String poll() {
    String next = null;
    for (String symbol : waiting) {
      if (armed.contains(symbol)) {
        next = symbol;
        break;
      }
    }
    Iterator<String> all = waiting.iterator();
    if (next == null && all.hasNext()) {
      next = all.next();
    }
    if (next != null) {
      waiting.remove(next);
    }
    return next;
  }

  int size() {
    return waiting.size();
  }
}
