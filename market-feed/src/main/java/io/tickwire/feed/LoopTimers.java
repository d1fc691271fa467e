package io.tickwire.feed;

import io.tickwire.feed.port.Timers;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Vert.x timers on the event loop that sets them; the wall clock may be moved by tests. */
final class LoopTimers implements Timers {
  private final Vertx vertx;
  private final Clock clock;

  LoopTimers(Vertx vertx, Clock clock) {
    this.vertx = vertx;
    this.clock = clock;
  }

  @Override
  public long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  @Override
  public long epochNs() {
    Instant now = clock.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  @Override
  public Timer after(long delayMs, Runnable action) {
    long id = vertx.setTimer(Math.max(1, delayMs), ignored -> action.run());
    return () -> vertx.cancelTimer(id);
  }

  @Override
  public Timer every(long periodMs, Runnable action) {
    long id = vertx.setPeriodic(Math.max(1, periodMs), ignored -> action.run());
    return () -> vertx.cancelTimer(id);
  }
}
