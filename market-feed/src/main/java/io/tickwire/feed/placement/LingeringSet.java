package io.tickwire.feed.placement;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Symbols that stay for a while after this feed need not serve them any more. What nobody wants
 * lingers, so that a page reload does not tear subscriptions down. What another feed serves now is
 * handed over: it stays for as long as the other may take to connect. Not thread-safe.
 */
public final class LingeringSet {
  /** Enough to hear of the demand, get a token, connect and be acknowledged. */
  private static final long SHORTEST_HANDOVER_MS = 10_000;

  private final long lingerMs;
  private final long handoverMs;
  private final Map<String, Long> leavingSinceMs = new TreeMap<>();
  private Set<String> served = Set.of();

  public LingeringSet(long lingerMs) {
    this.lingerMs = lingerMs;
    this.handoverMs = Math.max(lingerMs, SHORTEST_HANDOVER_MS);
  }

  /**
   * @param nowServed by this feed
   * @param wanted by anyone, of any feed
   * @param nowMs of any clock that does not go back
   * @return {@code nowServed} and what stays
   */
  public Set<String> update(Set<String> nowServed, Set<String> wanted, long nowMs) {
    for (String symbol : served) {
      if (!nowServed.contains(symbol)) {
        leavingSinceMs.put(symbol, nowMs);
      }
    }
    leavingSinceMs
        .entrySet()
        .removeIf(
            entry ->
                nowServed.contains(entry.getKey())
                    || nowMs - entry.getValue()
                        >= (wanted.contains(entry.getKey()) ? handoverMs : lingerMs));
    served = new TreeSet<>(nowServed);
    Set<String> kept = new TreeSet<>(nowServed);
    kept.addAll(leavingSinceMs.keySet());
    return kept;
  }
}
