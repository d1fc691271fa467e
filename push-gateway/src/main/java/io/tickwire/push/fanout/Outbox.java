package io.tickwire.push.fanout;

import java.util.List;
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

  private final PushMetrics metrics;
  private final int queueBytes;
  private final Delivery delivery;
  private final Windows windows;
  private EventBudget budget = EventBudget.UNLIMITED;

  // Most connections never need these.
  private @Nullable Overdue overdue;
  private @Nullable Losses losses;

  /** Whether {@link Fanout} has it on its list; its own. */
  boolean watched;

  /** Whether {@link Fanout} flushes it at the end of this turn; its own. */
  boolean leaving;

  /** What it is in the index of {@link Fanout}, while it has subscriptions; its own. */
  Fanout.@Nullable Seat seat;

  /**
   * @param phase in which its windows end, of {@link Fanout#nextPhase}
   */
  public Outbox(Sink sink, FanoutConfig config, PushMetrics metrics, int phase) {
    this.metrics = metrics;
    this.queueBytes = config.queueBytes();
    this.delivery = new Delivery(sink, metrics);
    this.windows = new Windows(phase);
  }

  /** From now on events leave as this budget allows. */
  public void limit(EventBudget userBudget) {
    this.budget = userBudget;
  }

  /** A reply or a heartbeat. */
  public void control(String text) {
    if (delivery.write(text)) {
      makeRoom();
    }
  }

  /**
   * An event that must not wait for a window, nor for the budget. Market data comes this way as a
   * snapshot, which counts as little as the reply it belongs to.
   */
  public void now(Publication event) {
    if (event.isConflatable()) {
      conflate(event.channel());
      if (delivery.isBehind()) {
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
    return forgotten + windows.forgetQuotes(channel);
  }

  /** Events that were missed, in order; as fast as the reader takes them. */
  public void replay(Replay missed) {
    if (!delivery.isOver() && missed.hasNext()) {
      delivery.add(missed);
      drained();
    }
  }

  /** Sends now all that waits, so that what comes next comes after it. */
  public void flushAll() {
    if (losses != null) {
      losses.tell(delivery);
    }
    List<Publication> all = windows.takeAll();
    if (overdue != null) {
      all.addAll(0, overdue.take(overdue.size()));
    }
    budget.spend(all.size());
    for (int from = 0; from < all.size(); from += BATCH) {
      write(all.subList(from, Math.min(all.size(), from + BATCH)));
    }
  }

  /**
   * An event that may wait up to {@code intervalMs} for others to leave with; none of 0 leaves
   * before {@link #flush} either, so that what came together does.
   */
  public void soon(Publication event, int intervalMs, long nowMs) {
    if (event.isUrgent()) {
      now(event);
    } else if (event.isConflatable()) {
      quoteSoon(event, intervalMs, nowMs);
    } else {
      windows.putInOrder(event, intervalMs, nowMs);
      makeRoom();
    }
  }

  private void quoteSoon(Publication quote, int intervalMs, long nowMs) {
    if (intervalMs == 0) {
      // It leaves before any that waits longer.
      metrics.conflated(windows.forgetQuotes(quote.channel()));
    }
    if (windows.put(quote, intervalMs, nowMs)) {
      metrics.conflated(1);
    }
    makeRoom();
  }

  private Overdue overdue() {
    if (overdue == null) {
      overdue = new Overdue(queueBytes / 2);
    }
    return overdue;
  }

  private boolean hasOverdue() {
    return overdue != null && !overdue.isEmpty();
  }

  private Losses losses() {
    if (losses == null) {
      losses = new Losses();
    }
    return losses;
  }

  private boolean hasLosses() {
    return losses != null && !losses.isEmpty();
  }

  private void addOverdue(Publication event) {
    if (event.isConflatable()) {
      if (overdue().addQuote(event)) {
        metrics.conflated(1);
      }
    } else if (!overdue().addEvent(event, budget.perSecond())) {
      metrics.droppedOverBudget();
      losses().add(event.channel());
    }
  }

  /**
   * Sends the windows that are over, and what has become allowed since.
   *
   * @return whether something still waits
   */
  boolean flush(long nowMs) {
    if (windows.waitPast(nowMs) && !hasOverdue() && !hasLosses()) {
      return true;
    }
    if (!delivery.isBehind()) {
      if (losses != null) {
        losses.tell(delivery, nowMs);
      }
      releaseWindows(nowMs);
      windows.findNextDue();
      releaseOverdue();
    }
    return isWaiting();
  }

  private void releaseWindows(long nowMs) {
    while (!delivery.isBehind()) {
      List<Publication> due = windows.takeDue(nowMs);
      if (due.isEmpty()) {
        return;
      }
      release(due);
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
    if (overdue != null && !overdue.isEmpty() && !delivery.isBehind()) {
      write(overdue.take(budget.take(overdue.size())));
    }
  }

  /** Forgets what waits of a channel that was left. */
  public void forget(String channel) {
    if (losses != null) {
      losses.forget(channel);
    }
    forgetQuotes(channel);
  }

  /** The reader has caught up. */
  public void drained() {
    if (!delivery.drained()) {
      end();
    }
  }

  /** Whether something waits that {@link #flush} will send one day. */
  public boolean isWaiting() {
    return !delivery.isOver() && (!windows.isEmpty() || hasLosses() || hasOverdue());
  }

  private void write(List<Publication> events) {
    if (delivery.write(events)) {
      makeRoom();
    }
  }

  private void makeRoom() {
    if (waitingBytes() <= queueBytes) {
      return;
    }
    if (!delivery.isBehind()) {
      // He reads: it is only too much for one window, which ends now.
      releaseWindows(Long.MAX_VALUE);
    }
    if (waitingBytes() <= queueBytes) {
      return;
    }
    if (overdue != null) {
      drop(overdue.dropQuotes());
    }
    drop(windows.dropQuotes(waitingBytes() - queueBytes));
    if (!delivery.isOver() && waitingBytes() > queueBytes) {
      end();
    }
  }

  /**
   * What was to be sent is not here, or too much: the client must come back. What was dropped
   * before, and is still to be told, was counted then.
   */
  private void end() {
    int unsent = delivery.events() + windows.size() + (overdue == null ? 0 : overdue.size());
    metrics.droppedWithConnection(unsent);
    windows.clear();
    overdue = null;
    losses = null;
    delivery.end();
  }

  private void drop(List<String> channels) {
    if (!channels.isEmpty()) {
      metrics.droppedQuotes(channels.size());
      losses().addAll(channels);
    }
  }

  private long waitingBytes() {
    return delivery.bytes() + windows.bytes() + (overdue == null ? 0 : overdue.bytes());
  }
}
