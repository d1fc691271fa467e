package io.tickwire.feed.publish;

import io.tickwire.feed.port.Timers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when told to. */
final class ManualTimers implements Timers {
  private static final class Entry implements Timer {
    final long periodMs;
    final Runnable action;
    long dueMs;
    boolean over;

    Entry(long dueMs, long periodMs, Runnable action) {
      this.dueMs = dueMs;
      this.periodMs = periodMs;
      this.action = action;
    }

    @Override
    public void cancel() {
      over = true;
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private long nowMs = 1_000;

  @Override
  public long nowMs() {
    return nowMs;
  }

  @Override
  public long epochNs() {
    return nowMs * 1_000_000 + 7;
  }

  @Override
  public Timer after(long delayMs, Runnable action) {
    return add(new Entry(nowMs + Math.max(1, delayMs), 0, action));
  }

  @Override
  public Timer every(long periodMs, Runnable action) {
    return add(new Entry(nowMs + periodMs, periodMs, action));
  }

  private Entry add(Entry entry) {
    entries.add(entry);
    return entry;
  }

  /** Lets time pass; what becomes due runs in order. */
  void advance(long ms) {
    long endMs = nowMs + ms;
    while (true) {
      entries.removeIf(entry -> entry.over);
      Entry next =
          entries.stream()
              .filter(entry -> entry.dueMs <= endMs)
              .min(Comparator.comparingLong(entry -> entry.dueMs))
              .orElse(null);
      if (next == null) {
        break;
      }
      nowMs = next.dueMs;
      if (next.periodMs == 0) {
        next.over = true;
      } else {
        next.dueMs += next.periodMs;
      }
      next.action.run();
    }
    nowMs = endMs;
  }

  /** How many actions wait. */
  int waiting() {
    entries.removeIf(entry -> entry.over);
    return entries.size();
  }
}
