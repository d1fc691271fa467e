package io.tickwire.benchmarks.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ticks at a fixed rate, a frame a partition every millisecond. Every tick carries the time at
 * which it was due, however late it is sent, so that a stall of whoever takes them counts for all
 * ticks that were due meanwhile.
 */
final class TickLoad {
  private static final long SLOT_NS = 1_000_000;
  private static final long SLOTS_PER_S = 1_000;

  private final Staircase market;
  private final TickPublisher publisher;
  private final int ticksPerSecond;
  private final int firingsPerSecond;

  TickLoad(Staircase market, TickPublisher publisher, int ticksPerSecond, int firingsPerSecond) {
    this.market = market;
    this.publisher = publisher;
    this.ticksPerSecond = ticksPerSecond;
    this.firingsPerSecond = firingsPerSecond;
  }

  /** Blocks for so long. */
  void run(int seconds) {
    long startNs = EpochClock.nowNs();
    long slots = seconds * SLOTS_PER_S;
    for (long slot = 0; slot < slots; slot++) {
      long dueNs = startNs + slot * SLOT_NS;
      await(dueNs);
      long ticks = due(slot, ticksPerSecond);
      long firings = due(slot, firingsPerSecond);
      for (long i = 0; i < ticks - firings; i++) {
        market.quiet(publisher, dueNs);
      }
      for (long i = 0; i < firings; i++) {
        market.climb(publisher, dueNs);
      }
      publisher.flush();
    }
  }

  /** How many of a rate fall into a slot. */
  private static long due(long slot, int perSecond) {
    return (slot + 1) * perSecond / SLOTS_PER_S - slot * perSecond / SLOTS_PER_S;
  }

  private static void await(long dueNs) {
    long left = dueNs - EpochClock.nowNs();
    while (left > 0) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(1)));
      left = dueNs - EpochClock.nowNs();
    }
  }
}
