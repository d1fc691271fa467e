package io.tickwire.benchmarks.push;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Recorder;

/** What reached the clients; their thread writes, any thread reads. */
final class Deliveries {
  private static final long HIGHEST_US = 120_000_000;

  /** Connections that are subscribed. */
  final AtomicInteger ready = new AtomicInteger();

  /** Connections that the server closed. */
  final AtomicInteger lost = new AtomicInteger();

  final AtomicLong events = new AtomicLong();
  final AtomicLong gaps = new AtomicLong();
  final AtomicLong repeats = new AtomicLong();
  final AtomicLong reads = new AtomicLong();
  final AtomicLong bytes = new AtomicLong();

  /** Microseconds from when an event was to be published. */
  final Recorder latencyUs = new Recorder(1, HIGHEST_US, 3);

  /**
   * @param missed events between it and the one before
   * @param isWrong whether it is no later than the one before, or was not wanted
   */
  void onEvent(long missed, boolean isWrong, long intendedNs) {
    events.incrementAndGet();
    gaps.addAndGet(missed);
    repeats.addAndGet(isWrong ? 1 : 0);
    long us = Math.max(1, (System.nanoTime() - intendedNs) / 1_000);
    latencyUs.recordValue(Math.min(us, HIGHEST_US));
  }
}
