package io.tickwire.feed.publish;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest tick of each kind per symbol, by the venue's sequence: tells repeated and overtaken
 * ticks from new ones. Not thread-safe.
 */
final class LastTicks {
  /** Prices first, the trade that may fire rules last. */
  private static final List<TickKind> REPEAT_ORDER =
      List.of(TickKind.QUOTE, TickKind.MARK, TickKind.TRADE);

  private final Map<String, Map<TickKind, Tick>> bySymbol = new HashMap<>();

  /** Keeps the tick if it is newer than what is known; false for a duplicate. */
  boolean offer(Tick tick) {
    Map<TickKind, Tick> known =
        bySymbol.computeIfAbsent(tick.symbol(), symbol -> new EnumMap<>(TickKind.class));
    Tick last = known.get(tick.kind());
    if (last != null && tick.sequence() <= last.sequence()) {
      return false;
    }
    known.put(tick.kind(), tick);
    return true;
  }

  boolean knows(String symbol, TickKind kind) {
    return bySymbol.getOrDefault(symbol, Map.of()).containsKey(kind);
  }

  /** At most one of each kind. */
  List<Tick> of(String symbol) {
    Map<TickKind, Tick> known = bySymbol.getOrDefault(symbol, Map.of());
    List<Tick> ticks = new ArrayList<>(known.size());
    for (TickKind kind : REPEAT_ORDER) {
      Tick tick = known.get(kind);
      if (tick != null) {
        ticks.add(tick);
      }
    }
    return ticks;
  }

  void forget(String symbol) {
    bySymbol.remove(symbol);
  }
}
