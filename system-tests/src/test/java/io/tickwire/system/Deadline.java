package io.tickwire.system;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Awaits what another process does; there is no event to wait for but the state itself. */
final class Deadline {
  private static final long POLL_NS = Duration.ofMillis(20).toNanos();

  private Deadline() {}

  static void await(String what, Duration within, BooleanSupplier holds) {
    await(what, within, holds, () -> "");
  }

  /**
   * @param state described when it never held
   */
  static void await(String what, Duration within, BooleanSupplier holds, Supplier<String> state) {
    long start = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - start > within.toNanos()) {
        throw new AssertionError("not within " + within + ": " + what + " " + state.get());
      }
      LockSupport.parkNanos(POLL_NS);
    }
  }
}
