package io.tickwire.feed;

import io.tickwire.feed.port.Timers;
import io.tickwire.feed.sim.SimulatedTimers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.BooleanSupplier;

/**
 * A day of timers in seconds, beside real sockets: time moves in small slices and stands still
 * while anything is under way on the network, which is thereby as fast as it can be. Confined to
 * the feed's event loop, but for {@link #pass} and the clock.
 */
final class MovedTime implements Timers {
  private static final Duration SLICE = Duration.ofMillis(250);

  private final Context loop;
  private final long startEpochMs;
  private final SimulatedTimers timers;
  private volatile long nowMs;
  private Runnable waiting = () -> {};

  MovedTime(Context loop, long startEpochMs) {
    this.loop = loop;
    this.startEpochMs = startEpochMs;
    this.timers = new SimulatedTimers(startEpochMs);
  }

  /**
   * Moves on; completes when the time is over, or earlier at an interruption, with the network calm
   * either way.
   *
   * @param calm nothing is under way; whoever ends what was must call {@link #resume}
   * @param interrupted looked at after every slice
   */
  Future<Void> pass(Duration time, BooleanSupplier calm, BooleanSupplier interrupted) {
    Promise<Void> passed = Promise.promise();
    loop.runOnContext(
        ignored -> {
          long untilMs = timers.nowMs() + time.toMillis();
          waiting = () -> go(untilMs, calm, interrupted, passed);
          waiting.run();
        });
    return passed.future();
  }

  private void go(
      long untilMs, BooleanSupplier calm, BooleanSupplier interrupted, Promise<Void> passed) {
    while (calm.getAsBoolean()) {
      if (timers.nowMs() >= untilMs || interrupted.getAsBoolean()) {
        waiting = () -> {};
        passed.tryComplete();
        return;
      }
      timers.passUntil(Math.min(untilMs, timers.nowMs() + SLICE.toMillis()));
      nowMs = timers.nowMs();
    }
  }

  /** Something that was under way has ended. */
  void resume() {
    loop.runOnContext(ignored -> waiting.run());
  }

  /** The same time for an exchange of the test's own. */
  Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return Instant.ofEpochMilli(startEpochMs + nowMs);
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("always UTC");
      }
    };
  }

  @Override
  public long nowMs() {
    return timers.nowMs();
  }

  @Override
  public long epochNs() {
    return timers.epochNs();
  }

  @Override
  public Timer after(long delayMs, Runnable action) {
    return timers.after(delayMs, action);
  }

  @Override
  public Timer every(long periodMs, Runnable action) {
    return timers.every(periodMs, action);
  }
}
