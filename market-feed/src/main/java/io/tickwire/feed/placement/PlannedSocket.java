package io.tickwire.feed.placement;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One socket of a plan: the symbols that live on it, oldest first, and those that leave it as soon
 * as their new socket has them. Not thread-safe.
 */
final class PlannedSocket {
  final String id;
  final Set<String> homes = new LinkedHashSet<>();
  final Set<String> leaving = new LinkedHashSet<>();

  PlannedSocket(String id) {
    this.id = id;
  }

  /** Everything the exchange is asked for here. */
  int load() {
    return homes.size() + leaving.size();
  }

  Set<String> symbols() {
    Set<String> symbols = new LinkedHashSet<>(homes);
    symbols.addAll(leaving);
    return Collections.unmodifiableSet(symbols);
  }
}
