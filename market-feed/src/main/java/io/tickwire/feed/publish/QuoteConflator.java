package io.tickwire.feed.publish;

import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickFrameBuilder;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.port.Timers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The newest ticks of every symbol for who only shows prices: the first change leaves at once, then
 * at most one update per symbol and interval, so what is sent is bounded however fast the venue is.
 * All symbols are sent again within some seconds, which heals what was lost; so frames carry
 * numbers of their own but nobody asks for missing ones. Nothing is sent of symbols that nobody
 * shows. Pure over {@link Timers}; confined to the feed's event loop.
 */
final class QuoteConflator {
  static final long REFRESH_MS = 5_000;

  /** Between two sendings of whatever symbols: with many of them there is always one to send. */
  private static final long GATHER_MS = 5;

  /** How many steps a refresh of all symbols is spread over. */
  private static final int REFRESH_STEPS = 50;

  private final Timers timers;
  private final FrameSink sink;
  private final Partitions partitions;
  private final long intervalMs;
  private final int flushBytes;
  private final LastTicks last = new LastTicks();
  private final Map<String, Line> lines = new HashMap<>();
  private Set<String> shown = Set.of();
  private final Set<Line> ready = new LinkedHashSet<>();

  /** Sent less than an interval ago, the earliest first. */
  private final Deque<Line> resting = new ArrayDeque<>();

  private final Deque<String> refreshing = new ArrayDeque<>();
  private final TickFrameBuilder[] frames;
  private final Timers.Timer refresh;
  private Timers.@Nullable Timer flush;
  private long flushAtMs;
  private long nextFlushMs = Long.MIN_VALUE;
  private int refreshShare;
  private int refreshStep;

  /** What of a symbol waits to be sent, and when it may. */
  private static final class Line {
    final String symbol;
    final Set<TickKind> news = EnumSet.noneOf(TickKind.class);
    boolean resting;
    long freeAtMs;

    Line(String symbol) {
      this.symbol = symbol;
    }
  }

  QuoteConflator(
      Timers timers, FrameSink sink, Partitions partitions, PublishConfig config, long feedId) {
    this.timers = timers;
    this.sink = sink;
    this.partitions = partitions;
    this.intervalMs = config.quotesInterval().toMillis();
    this.flushBytes = config.flushBytes();
    this.frames = new TickFrameBuilder[partitions.count()];
    for (int partition = 0; partition < frames.length; partition++) {
      frames[partition] = new TickFrameBuilder(partition, feedId);
    }
    this.refresh = timers.every(REFRESH_MS / REFRESH_STEPS, this::refreshSome);
  }

  /** A tick of any kind; older than the newest of its kind it changes nothing. */
  void offer(Tick tick) {
    if (last.offer(tick)) {
      Line line = line(tick.symbol());
      line.news.add(tick.kind());
      wake(line);
    }
  }

  /** From now on these are sent and no others; one that is new among them is sent at once. */
  void show(Set<String> symbols) {
    if (symbols.equals(shown)) {
      return;
    }
    Set<String> fresh = new HashSet<>(symbols);
    fresh.removeAll(shown);
    shown = Set.copyOf(symbols);
    fresh.forEach(this::repeat);
  }

  private Line line(String symbol) {
    Line known = lines.get(symbol);
    if (known != null) {
      return known;
    }
    Line line = new Line(symbol);
    lines.put(symbol, line);
    return line;
  }

  /** The newest ticks of a symbol once more, as soon as its interval is over. */
  void repeat(String symbol) {
    Line line = lines.get(symbol);
    if (line != null) {
      last.of(symbol).forEach(tick -> line.news.add(tick.kind()));
      wake(line);
    }
  }

  void forget(String symbol) {
    last.forget(symbol);
    Line line = lines.remove(symbol);
    if (line != null) {
      line.news.clear();
    }
  }

  private void wake(Line line) {
    if (!shown.contains(line.symbol)) {
      return;
    }
    if (line.resting) {
      schedule(line.freeAtMs);
    } else if (ready.add(line)) {
      schedule(timers.nowMs());
    }
  }

  /** One timer for all; never sooner than in a millisecond, and not again within some more. */
  private void schedule(long dueMs) {
    long atMs = Math.max(Math.max(dueMs, nextFlushMs), timers.nowMs() + 1);
    if (flush != null && flushAtMs <= atMs) {
      return;
    }
    if (flush != null) {
      flush.cancel();
    }
    flushAtMs = atMs;
    flush = timers.after(atMs - timers.nowMs(), this::flush);
  }

  private void flush() {
    flush = null;
    long nowMs = timers.nowMs();
    nextFlushMs = nowMs + GATHER_MS;
    while (!resting.isEmpty() && resting.element().freeAtMs <= nowMs) {
      Line rested = resting.remove();
      rested.resting = false;
      if (!rested.news.isEmpty()) {
        ready.add(rested);
      }
    }
    for (Line line : ready) {
      if (!line.news.isEmpty()) {
        append(line);
        line.freeAtMs = nowMs + intervalMs;
        line.resting = true;
        resting.add(line);
      }
    }
    ready.clear();
    sendAll();
    for (Line line : resting) {
      if (!line.news.isEmpty()) {
        schedule(line.freeAtMs);
        break; // they rest in the order they become free
      }
    }
  }

  private void append(Line line) {
    TickFrameBuilder frame = frames[partitions.of(line.symbol)];
    for (Tick tick : last.of(line.symbol)) {
      if (line.news.contains(tick.kind())) {
        frame.add(tick);
      }
    }
    line.news.clear();
    if (frame.bytes() >= flushBytes) {
      sink.quotes(frame.build(timers.epochNs()));
    }
  }

  private void sendAll() {
    for (TickFrameBuilder frame : frames) {
      if (!frame.isEmpty()) {
        sink.quotes(frame.build(timers.epochNs()));
      }
    }
  }

  /** The next share of all symbols; a new row begins every {@link #REFRESH_MS}. */
  private void refreshSome() {
    refreshStep = (refreshStep + 1) % REFRESH_STEPS;
    if (refreshStep == 0) {
      refreshing.addAll(lines.keySet());
      refreshShare = (refreshing.size() + REFRESH_STEPS - 1) / REFRESH_STEPS;
    }
    for (int i = 0; i < refreshShare && !refreshing.isEmpty(); i++) {
      repeat(refreshing.remove());
    }
  }

  void stop() {
    refresh.cancel();
    if (flush != null) {
      flush.cancel();
    }
  }
}
