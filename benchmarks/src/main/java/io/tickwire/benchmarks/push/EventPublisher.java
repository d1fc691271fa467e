package io.tickwire.benchmarks.push;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes events at a fixed rate through a system's door. Each carries the time it was meant to
 * leave: when the door is slow, the events that were due meanwhile follow together and are late by
 * as much.
 */
final class EventPublisher implements AutoCloseable {
  private static final long NS_PER_S = 1_000_000_000;

  /** One event after the other has the next of so many symbols. */
  static final int SYMBOLS = 10;

  private static final int MOST_AT_ONCE = 200;

  private final EventDoor door;
  private final String ballast;
  private final double perSecond;
  private final int pauseMs;
  private final Thread thread;
  private volatile boolean closed;
  private final AtomicLong published = new AtomicLong();

  /**
   * @param door closed with this
   * @param payloadBytes about, of an event's data
   * @param pauseMs between two calls of the door; what is due meanwhile leaves in one
   */
  EventPublisher(EventDoor door, double perSecond, int payloadBytes, int pauseMs) {
    this.door = door;
    this.perSecond = perSecond;
    this.pauseMs = pauseMs;
    this.ballast = "x".repeat(payloadBytes);
    this.thread = new Thread(this::run, "publisher");
    thread.start();
  }

  long published() {
    return published.get();
  }

  private void run() {
    long startNs = System.nanoTime();
    try {
      while (!closed) {
        long due = (long) ((System.nanoTime() - startNs) * perSecond / NS_PER_S);
        if (due <= published.get()) {
          LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
          continue;
        }
        int count = (int) Math.min(MOST_AT_ONCE, due - published.get());
        door.publish(events(startNs, count));
        published.addAndGet(count);
        TimeUnit.MILLISECONDS.sleep(pauseMs);
      }
    } catch (IOException e) {
      if (!closed) {
        throw new IllegalStateException("publishing failed", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static String symbol(long number) {
    return "COIN" + number + "-USDT";
  }

  private List<String> events(long startNs, int count) {
    List<String> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long sequence = published.get() + i;
      long intendedNs = startNs + (long) ((sequence + 1) * NS_PER_S / perSecond);
      events.add(event(sequence, intendedNs, ballast));
    }
    return events;
  }

  static String event(long sequence, long intendedNs, String ballast) {
    return "{\"channel\":\""
        + SystemUnderLoad.CHANNEL
        + "\",\"type\":\"alert\",\"attributes\":{\"symbol\":\""
        + symbol(sequence % SYMBOLS)
        + "\",\"confidence\":0.95},\"data\":{\"mark\":\"~"
        + sequence
        + ':'
        + intendedNs
        + "~\",\"ballast\":\""
        + ballast
        + "\"}}";
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      thread.join(35_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    door.close();
  }
}
