package io.tickwire.benchmarks.push;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.WriterReaderPhaser;

/**
 * What reached the clients; their thread writes, any thread reads. All that one read brought
 * arrived when that read returned, and is told of when it has been looked through.
 */
final class Deliveries {
  private static final long HIGHEST_US = 120_000_000;

  /** Connections that are subscribed. */
  final AtomicInteger ready = new AtomicInteger();

  /** Connections that the server closed. */
  final AtomicInteger lost = new AtomicInteger();

  final AtomicLong events = new AtomicLong();

  /** Wanted events that another one came instead of. */
  final AtomicLong gaps = new AtomicLong();

  /** Events that are no later than the one before, or were not wanted. */
  final AtomicLong repeats = new AtomicLong();

  final AtomicLong reads = new AtomicLong();
  final AtomicLong bytes = new AtomicLong();

  private final WriterReaderPhaser phaser = new WriterReaderPhaser();

  /** Exchanged between reads only, see {@link #takeLatenciesUs}. */
  private volatile Histogram latenciesUs = newHistogram();

  // Of the clients' thread alone.
  private Histogram ofThisRead = latenciesUs;
  private long phase;
  private long readNs;
  private int eventsOfThisRead;

  private static Histogram newHistogram() {
    return new Histogram(1, HIGHEST_US, 3);
  }

  /** A read has just returned so many bytes. */
  void beginRead(int size) {
    readNs = System.nanoTime();
    phase = phaser.writerCriticalSectionEnter();
    ofThisRead = latenciesUs;
    eventsOfThisRead = 0;
    add(reads, 1);
    add(bytes, size);
  }

  void onEvent(long intendedNs) {
    eventsOfThisRead++;
    long us = (readNs - intendedNs) / 1_000;
    ofThisRead.recordValue(Math.max(1, Math.min(us, HIGHEST_US)));
  }

  void onGap() {
    add(gaps, 1);
  }

  void onRepeat() {
    add(repeats, 1);
  }

  void endRead() {
    add(events, eventsOfThisRead);
    phaser.writerCriticalSectionExit(phase);
  }

  /** There is one writer, so what it read last is what is there. */
  private static void add(AtomicLong count, long more) {
    count.setRelease(count.getPlain() + more);
  }

  /** Microseconds from when an event was to be published; of all events since it was last asked. */
  Histogram takeLatenciesUs() {
    phaser.readerLock();
    try {
      Histogram taken = latenciesUs;
      latenciesUs = newHistogram();
      phaser.flipPhase();
      return taken;
    } finally {
      phaser.readerUnlock();
    }
  }
}
