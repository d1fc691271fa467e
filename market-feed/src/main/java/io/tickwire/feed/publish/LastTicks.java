package io.tickwire.feed.publish;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest tick of each kind per symbol, by the venue's sequence: tells repeated and overtaken
 * ticks from new ones. A candle is of the past and never the newest. Not thread-safe.
 */
final class LastTicks {
  private static final class Line {
    @Nullable Tick trade;
    @Nullable Tick quote;
    @Nullable Tick mark;
    @Nullable Tick funding;

    @Nullable Tick of(TickKind kind) {
      return switch (kind) {
        case TRADE -> trade;
        case QUOTE -> quote;
        case MARK -> mark;
        case FUNDING -> funding;
        case CANDLE -> null;
      };
    }

    void set(Tick tick) {
      switch (tick.kind()) {
        case TRADE -> trade = tick;
        case QUOTE -> quote = tick;
        case MARK -> mark = tick;
        case FUNDING -> funding = tick;
        case CANDLE -> throw new IllegalArgumentException("a candle is never the last tick");
      }
    }
  }

  private final Map<String, Line> bySymbol = new HashMap<>();

  /** Keeps the tick if it is newer than what is known; false for a duplicate, and for a candle. */
  boolean offer(Tick tick) {
    if (tick.kind() == TickKind.CANDLE) {
      return false;
    }
    Line line = bySymbol.get(tick.symbol());
    if (line == null) {
      line = new Line();
      bySymbol.put(tick.symbol(), line);
    }
    Tick last = line.of(tick.kind());
    if (last != null && tick.sequence() <= last.sequence()) {
      return false;
    }
    line.set(tick);
    return true;
  }

  boolean knows(String symbol, TickKind kind) {
    Line line = bySymbol.get(symbol);
    return line != null && line.of(kind) != null;
  }

  /** At most one of each kind: prices first, the trade that may fire rules last. */
  List<Tick> of(String symbol) {
    List<Tick> ticks = new ArrayList<>();
    Line line = bySymbol.get(symbol);
    if (line != null) {
      addKnown(ticks, line.funding);
      addKnown(ticks, line.quote);
      addKnown(ticks, line.mark);
      addKnown(ticks, line.trade);
    }
    return ticks;
  }

  private static void addKnown(List<Tick> ticks, @Nullable Tick tick) {
    if (tick != null) {
      ticks.add(tick);
    }
  }

  void forget(String symbol) {
    bySymbol.remove(symbol);
  }
}
