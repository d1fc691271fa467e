package io.tickwire.feed.recovery;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Up to where this feed had published symbols that it gave away: it may get one back before the
 * other feed has said anything. Kept for a minute. Pure, not thread-safe.
 */
public final class LastWords {
  private static final long KEPT_MS = 60_000;

  private record Entry(LastKnown known, long atMs) {}

  private final Map<String, Entry> bySymbol = new HashMap<>();

  /**
   * @param known null when nothing is known
   */
  public void put(String symbol, @Nullable LastKnown known, long nowMs) {
    bySymbol.values().removeIf(entry -> nowMs - entry.atMs >= KEPT_MS);
    if (known != null) {
      bySymbol.put(symbol, new Entry(known, nowMs));
    }
  }

  /** The newer of what this feed and what another one said of the symbol. */
  public @Nullable LastKnown take(String symbol, @Nullable LastKnown other, long nowMs) {
    Entry own = bySymbol.remove(symbol);
    if (own == null || nowMs - own.atMs >= KEPT_MS) {
      return other;
    }
    return other == null || own.known.sequence() > other.sequence() ? own.known : other;
  }
}
