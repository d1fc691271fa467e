package io.tickwire.feed.publish;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What this feed published of one price of one symbol in the last seconds. With trades come the
 * candles that stand for some. Each question reads the kept frames of a partition. Not thread-safe.
 */
public final class KeptTicks {
  private static final long NS_PER_MS = 1_000_000;

  private static final Comparator<Tick> BY_TIME =
      Comparator.comparingLong(Tick::exchangeTimeNs)
          .thenComparing(tick -> tick.kind() != TickKind.CANDLE)
          .thenComparingLong(Tick::sequence);

  private final FrameRing ring;
  private final int partition;
  private final String symbol;
  private final TickKind kind;
  private final long keptSinceNs;

  /**
   * @param kind TRADE or MARK
   * @param keptSinceNs nothing older can be here, epoch nanoseconds
   */
  KeptTicks(FrameRing ring, int partition, String symbol, TickKind kind, long keptSinceNs) {
    this.ring = ring;
    this.partition = partition;
    this.symbol = symbol;
    this.kind = kind;
    this.keptSinceNs = keptSinceNs;
  }

  /**
   * In the frames after one and up to another, in order of time; empty when some are no longer
   * kept.
   */
  public Optional<List<Tick>> betweenFrames(long after, long upTo) {
    List<TickFrame> frames = after == upTo ? List.of() : frames(after + 1);
    boolean whole = after == upTo || (!frames.isEmpty() && frames.get(0).sequence() == after + 1);
    return whole ? Optional.of(ordered(frames, tick -> true)) : Optional.empty();
  }

  /** With a higher sequence, in order of time; empty when some may be no longer kept. */
  public Optional<List<Tick>> afterSequence(long sequence, long timeNs) {
    return reaching(tick -> tick.sequence() <= sequence, timeNs);
  }

  /** At that time or later, in order of time; empty when some may be no longer kept. */
  public Optional<List<Tick>> sinceTime(long timeNs) {
    return reaching(tick -> tick.exchangeTimeNs() < timeNs, timeNs);
  }

  /**
   * Live ticks leave in rising sequence, and one that was late leaves after one that is newer: what
   * is newer than a live tick that is kept is kept as well.
   */
  private Optional<List<Tick>> reaching(Predicate<Tick> old, long timeNs) {
    if (timeNs < keptSinceNs) {
      return Optional.empty();
    }
    List<TickFrame> frames = frames(0);
    boolean reaches =
        frames.stream()
            .flatMap(frame -> read(frame).stream())
            .anyMatch(tick -> tick.kind() == kind && !tick.recovered() && old.test(tick));
    return reaches
        ? Optional.of(
            ordered(frames, tick -> tick.kind() == kind ? !old.test(tick) : endNs(tick) > timeNs))
        : Optional.empty();
  }

  private static long endNs(Tick candle) {
    return candle.exchangeTimeNs() + candle.askSize() * NS_PER_MS;
  }

  private List<TickFrame> frames(long from) {
    return ring.find(partition, from, Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** Once each: the last ones are published again for who is new. */
  private List<Tick> ordered(List<TickFrame> frames, Predicate<Tick> wanted) {
    Map<List<Object>, Tick> once = new LinkedHashMap<>();
    for (TickFrame frame : frames) {
      for (Tick tick : read(frame)) {
        if (wanted.test(tick)) {
          once.putIfAbsent(List.of(tick.kind(), tick.sequence()), tick);
        }
      }
    }
    return once.values().stream().sorted(BY_TIME).toList();
  }

  private List<Tick> read(TickFrame frame) {
    List<Tick> found = new ArrayList<>();
    TickCursor cursor = frame.cursor();
    while (cursor.next()) {
      TickKind of = cursor.kind();
      boolean wanted = of == kind || (of == TickKind.CANDLE && kind == TickKind.TRADE);
      if (wanted && cursor.symbol().equals(symbol)) {
        found.add(cursor.tick());
      }
    }
    return found;
  }
}
