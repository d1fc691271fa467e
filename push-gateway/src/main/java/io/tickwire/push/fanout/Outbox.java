package io.tickwire.push.fanout;

import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.ServerFrames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one connection is still to be sent. Replies and events that count are written at once, in
 * order; market data waits in a window per interval, where the newest of a channel wins. While the
 * reader is behind, replies and events wait in a backlog bounded in bytes; at the bound market data
 * is dropped first, of which the reader is told, then the connection. Not thread-safe: confined to
 * the connection's event loop.
 */
public final class Outbox {
  private static final int REPLAY_BATCH = 100;

  private final Sink sink;
  private final int queueBytes;
  private final PushMetrics metrics;
  private final Map<Integer, Window> windows = new TreeMap<>();
  private final Deque<Waiting> backlog = new ArrayDeque<>();
  private final Map<String, Integer> lagged = new LinkedHashMap<>();
  private long backlogBytes;
  private boolean over;

  /** A message that waits for the reader; an event in it is measured when it leaves. */
  private record Waiting(String text, List<Publication> events) {}

  public Outbox(Sink sink, FanoutConfig config, PushMetrics metrics) {
    this.sink = sink;
    this.queueBytes = config.queueBytes();
    this.metrics = metrics;
  }

  /** A reply or a heartbeat. */
  public void control(String text) {
    offer(new Waiting(text, List.of()));
  }

  /** An event that must not wait for a window. */
  public void now(Publication event) {
    if (event.isConflatable() && isBehind()) {
      window(0).put(event, 0);
      makeRoom();
    } else {
      offer(new Waiting(event.text(), List.of(event)));
    }
  }

  /** Events that were missed, in order, in batches of a hundred. */
  public void replay(List<Publication> events) {
    for (int from = 0; from < events.size(); from += REPLAY_BATCH) {
      write(events.subList(from, Math.min(events.size(), from + REPLAY_BATCH)));
    }
  }

  /** Sends now what waits in windows, so that what comes next comes after it. */
  public void flushAll() {
    for (Window window : windows.values()) {
      write(window.take());
    }
  }

  /** An event that may wait up to {@code intervalMs} for others to leave with. */
  public void soon(Publication event, int intervalMs, long nowMs) {
    Window window = event.isConflatable() ? null : windowThatHolds(event.channel());
    if (window == null && intervalMs == 0) {
      now(event);
      return;
    }
    (window == null ? window(intervalMs) : window).put(event, nowMs);
    makeRoom();
  }

  /** One with an earlier event of the channel, which the next must not overtake. */
  private @Nullable Window windowThatHolds(String channel) {
    for (Window window : windows.values()) {
      if (window.holdsEventOf(channel)) {
        return window;
      }
    }
    return null;
  }

  private Window window(int intervalMs) {
    return windows.computeIfAbsent(intervalMs, Window::new);
  }

  /** Sends the windows that are over. */
  public void flush(long nowMs) {
    tellWhatWasDropped();
    for (Window window : windows.values()) {
      if (isBehind()) {
        return;
      }
      if (window.isDue(nowMs)) {
        write(window.take());
      }
    }
  }

  /** Nothing is dropped in silence: once the reader follows again, it is told. */
  private void tellWhatWasDropped() {
    Iterator<Map.Entry<String, Integer>> all = lagged.entrySet().iterator();
    while (all.hasNext() && !isBehind()) {
      Map.Entry<String, Integer> dropped = all.next();
      all.remove();
      control(ServerFrames.write(new ServerFrame.Lagged(dropped.getKey(), dropped.getValue())));
    }
  }

  /** Forgets what waits of a channel that was left. */
  public void forget(String channel) {
    lagged.remove(channel);
    windows.values().forEach(window -> window.remove(channel));
  }

  /** The reader has caught up. */
  public void drained() {
    while (!backlog.isEmpty() && !sink.isFull()) {
      Waiting next = backlog.poll();
      backlogBytes -= bytes(next.text());
      send(next);
    }
  }

  /** Whether something waits that {@link #flush} will send one day. */
  public boolean isWaiting() {
    return !over
        && (!lagged.isEmpty() || windows.values().stream().anyMatch(window -> !window.isEmpty()));
  }

  private boolean isBehind() {
    return over || !backlog.isEmpty() || sink.isFull();
  }

  private void write(List<Publication> events) {
    if (!events.isEmpty()) {
      List<String> texts = new ArrayList<>(events.size());
      events.forEach(event -> texts.add(event.text()));
      offer(new Waiting(ServerFrames.batch(texts), events));
    }
  }

  private void offer(Waiting message) {
    if (over) {
      return;
    }
    if (!isBehind()) {
      send(message);
      return;
    }
    backlog.add(message);
    backlogBytes += bytes(message.text());
    makeRoom();
  }

  private void send(Waiting message) {
    sink.write(message.text());
    if (message.events().isEmpty()) {
      metrics.sentControl();
      return;
    }
    metrics.sentBatch(message.events().size());
    long nowNs = metrics.nowNs();
    message.events().forEach(event -> metrics.pushed(event, nowNs));
  }

  private void makeRoom() {
    if (backlogBytes + windowBytes() <= queueBytes) {
      return;
    }
    Iterator<Window> all = windows.values().iterator();
    while (all.hasNext() && backlogBytes + windowBytes() > queueBytes) {
      List<String> dropped = all.next().dropConflatable();
      metrics.droppedQuotes(dropped.size());
      dropped.forEach(channel -> lagged.merge(channel, 1, Integer::sum));
    }
    if (!over && backlogBytes + windowBytes() > queueBytes) {
      over = true;
      metrics.droppedWithConnection(backlog.size());
      backlog.clear();
      windows.clear();
      lagged.clear();
      sink.overflow();
    }
  }

  private long windowBytes() {
    long bytes = 0;
    for (Window window : windows.values()) {
      bytes += window.bytes();
    }
    return bytes;
  }

  /** Events are nearly all ASCII: one byte a character, on the heap and on the wire. */
  static long bytes(String text) {
    return text.length();
  }
}
