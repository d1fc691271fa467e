package io.tickwire.feed;

import io.tickwire.feed.port.Timers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that stands still until it is moved. */
public final class ManualTimers implements Timers {
  private static final class Waiting implements Timer {
    private final Runnable action;
    private final long periodMs;
    private long atMs;
    private boolean over;

    private Waiting(long atMs, long periodMs, Runnable action) {
      this.atMs = atMs;
      this.periodMs = periodMs;
      this.action = action;
    }

    @Override
    public void cancel() {
      over = true;
    }
  }

  private static final long EPOCH_MS = 1_800_000_000_000L;
  private static final long NS_PER_MS = 1_000_000;

  private final List<Waiting> waiting = new ArrayList<>();
  private long nowMs;

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
    return add(delayMs, 0, action);
  }

  @Override
  public Timer every(long periodMs, Runnable action) {
    return add(periodMs, periodMs, action);
  }

  private Timer add(long delayMs, long periodMs, Runnable action) {
    Waiting timer = new Waiting(nowMs + Math.max(1, delayMs), periodMs, action);
    waiting.add(timer);
    return timer;
  }

  /** Moves on, with every action at its time. */
  public void advance(long ms) {
    long untilMs = nowMs + ms;
    while (true) {
      waiting.removeIf(timer -> timer.over);
      Waiting next =
          waiting.stream()
              .filter(timer -> timer.atMs <= untilMs)
              .min(Comparator.comparingLong(timer -> timer.atMs))
              .orElse(null);
      if (next == null) {
        nowMs = untilMs;
        return;
      }
      nowMs = next.atMs;
      next.over = next.periodMs == 0;
      next.atMs += next.periodMs;
      next.action.run();
    }
  }

  /** How many actions wait. */
  public int waiting() {
    waiting.removeIf(timer -> timer.over);
    return waiting.size();
  }
}
