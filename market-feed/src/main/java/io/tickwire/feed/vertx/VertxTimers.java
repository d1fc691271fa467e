package io.tickwire.feed.vertx;

import io.tickwire.feed.port.Timers;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Real time. Actions run on the event loop that asks for them; the clocks may be read anywhere. */
public final class VertxTimers implements Timers {
  private static final long NS_PER_S = 1_000_000_000;

  private final Vertx vertx;
  private final Clock clock;

  public VertxTimers(Vertx vertx, Clock clock) {
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
    return now.getEpochSecond() * NS_PER_S + now.getNano();
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
