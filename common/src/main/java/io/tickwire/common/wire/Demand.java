package io.tickwire.common.wire;

import java.util.Set;

/**
 * All the symbols a node wants to hear of, as soft state: published on {@code tickwire.demand} at
 * every change and again well within the time to live. It replaces what the node said before; a
 * node that falls silent wants nothing once {@code ttlMs} have passed.
 *
 * @param node who wants them
 * @param symbols at most {@value #MAX_SYMBOLS}
 * @param ttlMs how long this counts
 * @param armed the symbols among them that have armed rules: after a gap they are repaired first
 */
public record Demand(String node, Set<String> symbols, long ttlMs, Set<String> armed) {
  /** Of a node without rules. */
  public Demand(String node, Set<String> symbols, long ttlMs) {
    this(node, symbols, ttlMs, Set.of());
  }

  /** More than every symbol of the venue. */
  public static final int MAX_SYMBOLS = 20_000;

  public Demand {
    if (symbols.size() > MAX_SYMBOLS || ttlMs <= 0) {
      throw new IllegalArgumentException(
          "impossible demand: symbols=" + symbols.size() + " ttlMs=" + ttlMs);
    }
    symbols = Set.copyOf(symbols);
    armed = armed == null ? Set.of() : Set.copyOf(armed);
  }
}
