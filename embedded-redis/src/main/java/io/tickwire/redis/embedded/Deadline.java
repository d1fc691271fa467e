package io.tickwire.redis.embedded;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A moment on the nano clock by which an outside process must have done something. */
record Deadline(long atNs) {
  private static final long PAUSE_MS = 10;

  static Deadline after(Duration timeout) {
    return new Deadline(System.nanoTime() + timeout.toNanos());
  }

  boolean isPast() {
    return System.nanoTime() - atNs >= 0;
  }

  /** Asks until the answer is yes or the time is up; returns the last answer. */
  boolean await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (isPast()) {
        return false;
      }
      pause();
    }
    return true;
  }

  /** Lets the other process work; an interrupt ends the whole wait. */
  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedRedisException("interrupted while waiting for the Redis server", e);
    }
  }
}
