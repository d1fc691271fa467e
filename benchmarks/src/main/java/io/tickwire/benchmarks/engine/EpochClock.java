package io.tickwire.benchmarks.engine;

import java.time.Instant;

/**
 * The monotonic clock with the epoch's zero: the same time that engine and Redis read, without
 * steps while a run lasts. Any thread.
 */
final class EpochClock {
  private static final long NS_PER_S = 1_000_000_000;
  private static final long OFFSET_NS = epochNs() - System.nanoTime();

  private EpochClock() {}

  private static long epochNs() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NS_PER_S + now.getNano();
  }

  /** Epoch nanoseconds. */
  static long nowNs() {
    return System.nanoTime() + OFFSET_NS;
  }
}
