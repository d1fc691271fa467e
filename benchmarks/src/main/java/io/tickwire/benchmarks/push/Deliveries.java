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
   * @param last sequence that the same connection saw before, negative when none
   */
  void onEvent(long last, long sequence, long intendedNs) {
    events.incrementAndGet();
    if (last >= 0 && sequence > last + 1) {
      gaps.addAndGet(sequence - last - 1);
    } else if (last >= 0 && sequence <= last) {
      repeats.incrementAndGet();
    }
    long us = Math.max(1, (System.nanoTime() - intendedNs) / 1_000);
    latencyUs.recordValue(Math.min(us, HIGHEST_US));
  }
}
