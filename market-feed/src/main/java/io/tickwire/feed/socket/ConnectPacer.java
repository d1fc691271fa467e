package io.tickwire.feed.socket;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;

/**
 * Gives out the moments at which this process may connect, in the order they are asked for: never
 * more than so many within a minute, and a little apart. Shared by all sockets. Pure but for the
 * dice. Not thread-safe.
 */
public final class ConnectPacer {
  /** More than a minute: some get their token sooner than others and move closer together. */
  private static final long WINDOW_MS = 65_000;

  private static final int JITTER_MS = 50;

  private final int perMinute;
  private final RandomGenerator random;
  private final Deque<Long> slotsMs = new ArrayDeque<>();

  public ConnectPacer(int perMinute, RandomGenerator random) {
    if (perMinute < 1) {
      throw new IllegalArgumentException("one connect a minute at least: perMinute=" + perMinute);
    }
    this.perMinute = perMinute;
    this.random = random;
  }

  /** When the caller may connect: now or later. */
  long reserve(long nowMs) {
    while (!slotsMs.isEmpty() && nowMs - slotsMs.getFirst() >= WINDOW_MS) {
      slotsMs.removeFirst();
    }
    long slotMs = nowMs;
    if (!slotsMs.isEmpty()) {
      slotMs = Math.max(slotMs, slotsMs.getLast() + random.nextInt(JITTER_MS));
    }
    if (slotsMs.size() >= perMinute) {
      slotMs = Math.max(slotMs, nthFromTheEnd(perMinute) + WINDOW_MS + random.nextInt(JITTER_MS));
    }
    slotsMs.addLast(slotMs);
    return slotMs;
  }

  /** The one that must be a minute old before the next may come. */
  private long nthFromTheEnd(int n) {
    int skip = slotsMs.size() - n;
    for (long slotMs : slotsMs) {
      if (skip-- == 0) {
        return slotMs;
      }
    }
    throw new AssertionError(n);
  }

  /** The slot was not used; it may serve another. */
  void giveBack(long slotMs) {
    slotsMs.removeLastOccurrence(slotMs);
  }
}
