package io.tickwire.push.fanout;

import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.ServerFrames;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one connection is still to be sent. Replies and a user's own events are written at once, in
 * order; other events wait in a window per interval, where of market data the newest of a channel
 * wins. What the user's budget does not allow yet waits longer: market data is conflated, of events
 * there is a bound, beyond which they are dropped and counted. While the reader is behind, messages
 * wait in a backlog bounded in bytes; at the bound market data is dropped first, of which the
 * reader is told, then the connection. What he missed while he was away is taken from the history
 * as he reads, and all else comes after it. Not thread-safe: confined to the connection's event
 * loop.
 */
public final class Outbox {
  private static final int BATCH = 100;

  /** Between two messages that tell what was dropped. */
  private static final long TELL_MS = 1_000;

  private final Sink sink;
  private final int queueBytes;
  private final PushMetrics metrics;
  private final int phase;
  private final List<Window> windows = new ArrayList<>(1);

  /** The window, while there is just one: nearly always. */
  private @Nullable Window only;

  private @Nullable Overdue overdue;
  private final Backlog backlog = new Backlog();
  private final Map<String, Integer> lagged = new LinkedHashMap<>();
  private EventBudget budget = EventBudget.UNLIMITED;
  private long nextTellMs = Long.MIN_VALUE;

  /** No window is due before; most calls need to look no further. */
  private long nextDueMs = Long.MAX_VALUE;

  private boolean over;

  /** Whether {@link Fanout} has it on its list; its own. */
  boolean watched;

  /**
   * @param phase in which its windows end, of {@link Fanout#nextPhase}
   */
  public Outbox(Sink sink, FanoutConfig config, PushMetrics metrics, int phase) {
    this.sink = sink;
    this.phase = phase;
    this.queueBytes = config.queueBytes();
    this.metrics = metrics;
  }

  /** From now on events leave as this budget allows. */
  public void limit(EventBudget userBudget) {
    this.budget = userBudget;
  }

  /** A reply or a heartbeat. */
  public void control(String text) {
    if (over) {
      return;
    }
    if (isBehind()) {
      backlog.add(text);
      makeRoom();
    } else {
      send(text);
    }
  }

  /**
   * An event that must not wait for a window, nor for the budget. Market data comes this way as a
   * snapshot, which counts as little as the reply it belongs to.
   */
  public void now(Publication event) {
    if (event.isConflatable()) {
      conflate(event.channel());
      if (isBehind()) {
        overdue().addQuote(event);
        makeRoom();
        return;
      }
    } else {
      budget.spend(1);
    }
    write(List.of(event));
  }

  /** An older quote must not follow a newer one. */
  private void conflate(String channel) {
    metrics.conflated(forgetQuotes(channel));
  }

  private int forgetQuotes(String channel) {
    int forgotten = overdue != null && overdue.forgetQuote(channel) ? 1 : 0;
    for (Window window : windows) {
      forgotten += window.remove(channel) ? 1 : 0;
    }
    return forgotten;
  }

  /** Events that were missed, in order; as fast as the reader takes them. */
  public void replay(Replay missed) {
    if (!over && missed.hasNext()) {
      backlog.add(missed);
      drained();
    }
  }

  /** Sends now all that waits, so that what comes next comes after it. */
  public void flushAll() {
    tellWhatWasDropped();
    List<Publication> all = new ArrayList<>();
    if (overdue != null) {
      all.addAll(overdue.take(overdue.size()));
    }
    for (Window window : windows) {
      all.addAll(window.take());
    }
    budget.spend(all.size());
    for (int from = 0; from < all.size(); from += BATCH) {
      write(all.subList(from, Math.min(all.size(), from + BATCH)));
    }
  }

  /** An event that may wait up to {@code intervalMs} for others to leave with. */
  public void soon(Publication event, int intervalMs, long nowMs) {
    if (event.isUrgent()) {
      now(event);
    } else if (event.isConflatable()) {
      quoteSoon(event, intervalMs, nowMs);
    } else {
      eventSoon(event, intervalMs, nowMs);
    }
  }

  private void quoteSoon(Publication quote, int intervalMs, long nowMs) {
    if (intervalMs == 0) {
      quoteAtOnce(quote);
    } else if (put(window(intervalMs), quote, nowMs)) {
      metrics.conflated(1);
    }
    makeRoom();
  }

  private void quoteAtOnce(Publication quote) {
    if (hasOverdue() || isBehind()) {
      addOverdue(quote);
      return;
    }
    if (!budget.takeAll(1)) {
      metrics.limitedEvents(1);
      addOverdue(quote);
      return;
    }
    conflate(quote.channel());
    write(List.of(quote));
  }

  private void eventSoon(Publication event, int intervalMs, long nowMs) {
    Window one = only;
    if (one != null && one.intervalMs() == intervalMs) {
      // There is nothing that it could overtake.
      put(one, event, nowMs);
      makeRoom();
      return;
    }
    Window window = windowThatHolds(event.channel());
    if (window == null && intervalMs == 0) {
      if ((overdue == null || !overdue.holdsEvents()) && budget.takeAll(1)) {
        write(List.of(event));
        return;
      }
      metrics.limitedEvents(1);
      addOverdue(event);
    } else {
      put(window == null ? window(intervalMs) : window, event, nowMs);
    }
    makeRoom();
  }

  /**
   * @return whether it took the place of an older quote
   */
  private boolean put(Window window, Publication event, long nowMs) {
    boolean replaces = window.put(event, nowMs);
    nextDueMs = Math.min(nextDueMs, window.dueMs());
    return replaces;
  }

  private Overdue overdue() {
    Overdue made = overdue;
    if (made == null) {
      made = new Overdue(queueBytes / 2);
      overdue = made;
    }
    return made;
  }

  private boolean hasOverdue() {
    return overdue != null && !overdue.isEmpty();
  }

  private void addOverdue(Publication event) {
    if (event.isConflatable()) {
      if (overdue().addQuote(event)) {
        metrics.conflated(1);
      }
    } else if (!overdue().addEvent(event, budget.perSecond())) {
      metrics.droppedOverBudget();
      lagged.merge(event.channel(), 1, Integer::sum);
    }
  }

  /** One with an earlier event of the channel, which the next must not overtake. */
  private @Nullable Window windowThatHolds(String channel) {
    for (Window window : windows) {
      if (window.holdsEventOf(channel)) {
        return window;
      }
    }
    return null;
  }

  private Window window(int intervalMs) {
    int place = 0;
    while (place < windows.size() && windows.get(place).intervalMs() < intervalMs) {
      place++;
    }
    if (place == windows.size() || windows.get(place).intervalMs() != intervalMs) {
      windows.add(place, new Window(intervalMs, phase));
      only = windows.size() == 1 ? windows.get(0) : null;
    }
    return windows.get(place);
  }

  /**
   * Sends the windows that are over, and what has become allowed since.
   *
   * @return whether something still waits
   */
  boolean flush(long nowMs) {
    if (nowMs < nextDueMs && nextDueMs < Long.MAX_VALUE && !hasOverdue() && lagged.isEmpty()) {
      return true;
    }
    if (!isBehind()) {
      tellNowAndThen(nowMs);
      sendWhatIsDue(nowMs);
      releaseOverdue();
    }
    return isWaiting();
  }

  private void tellNowAndThen(long nowMs) {
    if (!lagged.isEmpty() && (nowMs >= nextTellMs || nowMs < nextTellMs - TELL_MS)) {
      nextTellMs = nowMs + TELL_MS;
      tellWhatWasDropped();
    }
  }

  private void sendWhatIsDue(long nowMs) {
    releaseWindows(nowMs);
    nextDueMs = Long.MAX_VALUE;
    for (Window window : windows) {
      if (!window.isEmpty()) {
        nextDueMs = Math.min(nextDueMs, window.dueMs());
      }
    }
  }

  /** By number: a release may end it all, and leave no windows. */
  private void releaseWindows(long nowMs) {
    for (int i = 0; i < windows.size(); i++) {
      Window window = windows.get(i);
      if (window.isDue(nowMs) && !isBehind()) {
        release(window.take());
      }
    }
  }

  private void release(List<Publication> due) {
    if (!hasOverdue() && budget.takeAll(due.size())) {
      write(due);
    } else {
      metrics.limitedEvents(due.size());
      due.forEach(this::addOverdue);
      makeRoom();
    }
  }

  private void releaseOverdue() {
    if (overdue != null && !overdue.isEmpty() && !isBehind()) {
      write(overdue.take(budget.take(overdue.size())));
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
    forgetQuotes(channel);
  }

  /** The reader has caught up. */
  public void drained() {
    while (!backlog.isEmpty() && !sink.isFull()) {
      if (backlog.isLost()) {
        end();
        return;
      }
      Backlog.Message next = backlog.next();
      if (next.text() != null) {
        send(next.text());
      } else if (next.replay() == null) {
        send(next.events());
      } else if (!next.events().isEmpty()) {
        sink.write(next.events());
        metrics.sentReplay(next.events().size());
      }
    }
  }

  /** Whether something waits that {@link #flush} will send one day. */
  public boolean isWaiting() {
    if (over) {
      return false;
    }
    for (Window window : windows) {
      if (!window.isEmpty()) {
        return true;
      }
    }
    return !lagged.isEmpty() || hasOverdue();
  }

  private boolean isBehind() {
    return over || !backlog.isEmpty() || sink.isFull();
  }

  private void write(List<Publication> events) {
    if (events.isEmpty() || over) {
      return;
    }
    if (isBehind()) {
      backlog.add(events);
      makeRoom();
    } else {
      send(events);
    }
  }

  private void send(String text) {
    sink.write(text);
    metrics.sentControl();
  }

  private void send(List<Publication> events) {
    sink.write(events);
    metrics.sentBatch(events);
  }

  private void makeRoom() {
    if (waitingBytes() <= queueBytes) {
      return;
    }
    if (!isBehind()) {
      // He reads: it is only too much for one window, which ends now.
      releaseWindows(Long.MAX_VALUE);
    }
    if (waitingBytes() <= queueBytes) {
      return;
    }
    if (overdue != null) {
      drop(overdue.dropQuotes());
    }
    for (int i = 0; i < windows.size() && waitingBytes() > queueBytes; i++) {
      drop(windows.get(i).dropConflatable());
    }
    if (!over && waitingBytes() > queueBytes) {
      end();
    }
  }

  /** What was to be sent is not here, or too much: the client must come back. */
  private void end() {
    over = true;
    metrics.droppedWithConnection(waitingEvents());
    backlog.clear();
    windows.clear();
    only = null;
    overdue = null;
    lagged.clear();
    sink.overflow();
  }

  /** What was dropped before, and is still to be told, was counted then. */
  private int waitingEvents() {
    int events = backlog.events() + (overdue == null ? 0 : overdue.size());
    for (Window window : windows) {
      events += window.size();
    }
    return events;
  }

  private void drop(List<String> channels) {
    metrics.droppedQuotes(channels.size());
    channels.forEach(channel -> lagged.merge(channel, 1, Integer::sum));
  }

  private long waitingBytes() {
    long bytes = backlog.bytes() + (overdue == null ? 0 : overdue.bytes());
    Window one = only;
    if (one != null) {
      return bytes + one.bytes();
    }
    for (Window window : windows) {
      bytes += window.bytes();
    }
    return bytes;
  }
}
