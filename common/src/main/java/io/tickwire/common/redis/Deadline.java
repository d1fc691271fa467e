package io.tickwire.common.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * By when a command must have its answer, over all its tries.
 *
 * @param atNs on the nano clock
 */
record Deadline(long atNs, long timeoutMs) {
  static Deadline in(Duration timeout) {
    return new Deadline(System.nanoTime() + timeout.toNanos(), timeout.toMillis());
  }

  /** Rounded up; 0 or less when it has passed. */
  long leftMs() {
    return TimeUnit.NANOSECONDS.toMillis(atNs - System.nanoTime() + 999_999);
  }
}
