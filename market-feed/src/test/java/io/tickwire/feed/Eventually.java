package io.tickwire.feed;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process does, up to a deadline. */
public final class Eventually {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private Eventually() {}

  /** Fails with {@code what} when it has not become true in time. */
  public static void hold(String what, BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new AssertionError("not within " + DEADLINE.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
