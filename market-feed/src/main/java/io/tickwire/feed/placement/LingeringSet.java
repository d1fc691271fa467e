package io.tickwire.feed.placement;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Symbols that stay for a while after nobody wants them any more: a page reload or a feed that
 * comes and goes does not tear subscriptions down. Not thread-safe.
 */
public final class LingeringSet {
  private final long lingerMs;
  private final Map<String, Long> lastWantedMs = new HashMap<>();

  public LingeringSet(long lingerMs) {
    this.lingerMs = lingerMs;
  }

  /**
   * @param wanted now
   * @param nowMs of any clock that does not go back
   * @return {@code wanted} and what was wanted less than the linger time ago
   */
  public Set<String> update(Set<String> wanted, long nowMs) {
    wanted.forEach(symbol -> lastWantedMs.put(symbol, nowMs));
    lastWantedMs
        .entrySet()
        .removeIf(
            entry -> !wanted.contains(entry.getKey()) && nowMs - entry.getValue() >= lingerMs);
    return new HashSet<>(lastWantedMs.keySet());
  }
}
