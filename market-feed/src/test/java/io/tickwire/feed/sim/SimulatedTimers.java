package io.tickwire.feed.sim;

import io.tickwire.feed.port.Timers;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes only when told to: actions run in the order of their time, then of asking. */
public final class SimulatedTimers implements Timers {
  private static final long NS_PER_MS = 1_000_000;

  private static final class Action implements Timer {
    final long atMs;
    final long order;
    final Runnable action;
    boolean cancelled;

    Action(long atMs, long order, Runnable action) {
      this.atMs = atMs;
      this.order = order;
      this.action = action;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private final PriorityQueue<Action> waiting =
      new PriorityQueue<>(
          Comparator.<Action>comparingLong(action -> action.atMs)
              .thenComparingLong(action -> action.order));
  private final long startEpochMs;
  private long nowMs;
  private long asked;
  private Runnable afterEach = () -> {};

  /**
   * @param startEpochMs the clock that does not go back starts at zero
   */
  public SimulatedTimers(long startEpochMs) {
    this.startEpochMs = startEpochMs;
  }

  /** Checked after every action. */
  public void afterEach(Runnable check) {
    afterEach = check;
  }

  @Override
  public long nowMs() {
    return nowMs;
  }

  @Override
  public long epochNs() {
    return (startEpochMs + nowMs) * NS_PER_MS;
  }

  @Override
  public Timer after(long delayMs, Runnable action) {
    Action made = new Action(nowMs + Math.max(1, delayMs), asked++, action);
    waiting.add(made);
    return made;
  }

  @Override
  public Timer every(long periodMs, Runnable action) {
    Timer[] next = new Timer[1];
    Runnable[] again = new Runnable[1];
    again[0] =
        () -> {
          next[0] = after(periodMs, again[0]);
          action.run();
        };
    next[0] = after(periodMs, again[0]);
    return () -> next[0].cancel();
  }

  public void pass(Duration time) {
    passUntil(nowMs + time.toMillis());
  }

  public void passUntil(long untilMs) {
    for (Action next = waiting.peek();
        next != null && next.atMs <= untilMs;
        next = waiting.peek()) {
      waiting.remove();
      if (!next.cancelled) {
        nowMs = next.atMs;
        next.action.run();
        afterEach.run();
      }
    }
    nowMs = untilMs;
  }
}
