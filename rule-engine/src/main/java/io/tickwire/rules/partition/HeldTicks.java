package io.tickwire.rules.partition;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Live ticks that wait until what came before them is told, and what was told meanwhile. A history
 * may lack the middle and tell of moments after it that were heard live, so both are evaluated by
 * the time of the exchange: else a rule would fire on a later tick than the one that reached it
 * first. Confined to the engine's event loop.
 */
final class HeldTicks {
  private final List<TickFrame> live = new ArrayList<>();
  private final List<Tick> told = new ArrayList<>();
  private final TickCursor cursor = new TickCursor();

  private record Series(String symbol, TickKind kind) {}

  void hold(TickFrame frame) {
    live.add(frame);
  }

  void tell(List<Tick> ticks) {
    told.addAll(ticks);
  }

  /** Gives all of it, in order as far as frames are not taken apart. */
  void play(Consumer<TickFrame> frames, Consumer<List<Tick>> ticks) {
    Map<Series, Deque<Tick>> later = new HashMap<>();
    List<Tick> before = new ArrayList<>();
    Map<Series, Long> firstNs = firstLive();
    for (Tick tick : told) {
      Series series = new Series(tick.symbol(), tick.kind());
      if (tick.exchangeTimeNs() < firstNs.getOrDefault(series, Long.MAX_VALUE)) {
        before.add(tick);
      } else {
        later.computeIfAbsent(series, ignored -> new ArrayDeque<>()).add(tick);
      }
    }
    later.replaceAll((series, some) -> inOrder(some));
    ticks.accept(before);
    for (TickFrame frame : live) {
      ticks.accept(takeBefore(frame, later));
      frames.accept(frame);
    }
    later.values().forEach(rest -> ticks.accept(List.copyOf(rest)));
  }

  private static Deque<Tick> inOrder(Deque<Tick> ticks) {
    List<Tick> sorted = new ArrayList<>(ticks);
    sorted.sort(Comparator.comparingLong(Tick::exchangeTimeNs));
    return new ArrayDeque<>(sorted);
  }

  private Map<Series, Long> firstLive() {
    Map<Series, Long> firstNs = new HashMap<>();
    if (!told.isEmpty()) {
      for (TickFrame frame : live) {
        cursor.wrap(frame);
        while (cursor.next()) {
          Series series = new Series(cursor.symbol(), cursor.kind());
          firstNs.merge(series, cursor.exchangeTimeNs(), Math::min);
        }
      }
    }
    return firstNs;
  }

  /** What was told of times before the ticks of that frame. */
  private List<Tick> takeBefore(TickFrame frame, Map<Series, Deque<Tick>> later) {
    if (later.isEmpty()) {
      return List.of();
    }
    List<Tick> before = new ArrayList<>();
    cursor.wrap(frame);
    while (cursor.next()) {
      Deque<Tick> some = later.get(new Series(cursor.symbol(), cursor.kind()));
      while (some != null
          && !some.isEmpty()
          && some.getFirst().exchangeTimeNs() < cursor.exchangeTimeNs()) {
        before.add(some.removeFirst());
      }
    }
    return before;
  }
}
