package io.tickwire.rules.command;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Numbers what an engine arms: epoch microseconds, but never the same twice and never backwards.
 * Confined to the engine's event loop.
 */
public final class ArmingOrder {
  private final Clock clock;
  private long last;

  public ArmingOrder(Clock clock) {
    this.clock = clock;
  }

  long next() {
    Instant now = clock.instant();
    long nowUs = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
    last = Math.max(last + 1, nowUs);
    return last;
  }
}
