package io.tickwire.feed.sim;

import io.tickwire.feed.port.Timers;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when the test says so; what falls due runs in order. */
public final class SimulatedTimers implements Timers {
  /** A Saturday in November 2026. */
  private static final long EPOCH_MS = 1_795_219_200_000L;

  private static final long NS_PER_MS = 1_000_000;

  private static final class Due implements Timer {
    final long atMs;
    final long order;
    final Runnable action;
    boolean cancelled;

    Due(long atMs, long order, Runnable action) {
      this.atMs = atMs;
      this.order = order;
      this.action = action;
    }

    long atMs() {
      return atMs;
    }

    long order() {
      return order;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMs).thenComparingLong(Due::order));
  private long nowMs;
  private long orders;

  @Override
  public long nowMs() {
    return nowMs;
  }

  @Override
  public long epochNs() {
    return (EPOCH_MS + nowMs) * NS_PER_MS;
  }

  @Override
  public Timer after(long delayMs, Runnable action) {
    Due due = new Due(nowMs + Math.max(1, delayMs), orders++, action);
    queue.add(due);
    return due;
  }

  @Override
  public Timer every(long periodMs, Runnable action) {
    Repeating repeating = new Repeating(periodMs, action);
    repeating.again();
    return repeating;
  }

  private final class Repeating implements Timer {
    private final long periodMs;
    private final Runnable action;
    private boolean cancelled;

    Repeating(long periodMs, Runnable action) {
      this.periodMs = periodMs;
      this.action = action;
    }

    void again() {
      after(
          periodMs,
          () -> {
            if (!cancelled) {
              action.run();
              again();
            }
          });
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  /** Lets so much time pass and runs all that falls due in it. */
  public void advance(long ms) {
    long untilMs = nowMs + ms;
    while (!queue.isEmpty() && queue.peek().atMs() <= untilMs) {
      Due due = queue.remove();
      nowMs = due.atMs;
      if (!due.cancelled) {
        due.action.run();
      }
    }
    nowMs = untilMs;
  }
}
