package io.tickwire.push.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Sends the connections of one event loop away, each at a moment of its own: who stays gets events
 * until then, and the others are not overrun. Confined to the event loop.
 */
final class Departure {
  /** Somebody who is sent away. */
  @FunctionalInterface
  interface Leaver {
    /**
     * Flushes what waits, says when to come back, and closes.
     *
     * @param afterMs when to come back
     */
    void drain(long afterMs);
  }

  private static final long LOOK_MS = 20;

  /** To come back within this time, which no one should notice. */
  private static final int COME_BACK_WITHIN_MS = 1_000;

  private final Vertx vertx;
  private final RandomGenerator random;
  private final long overMs;

  /**
   * @param overMs within which all are sent away; 0 for at once
   */
  Departure(Vertx vertx, RandomGenerator random, long overMs) {
    this.vertx = vertx;
    this.random = random;
    this.overMs = overMs;
  }

  /** When to come back, for one who is sent away now. */
  long afterMs() {
    return random.nextInt((int) Math.max(1, Math.min(overMs, COME_BACK_WITHIN_MS)));
  }

  /**
   * @param allGone asked until it holds
   * @return completes when all are gone, or were sent away and had time to go
   */
  Future<Void> of(Collection<Leaver> leavers, BooleanSupplier allGone) {
    for (Leaver leaver : leavers) {
      if (overMs == 0) {
        leaver.drain(afterMs());
      } else {
        vertx.setTimer(1 + random.nextLong(overMs), ignored -> leaver.drain(afterMs()));
      }
    }
    Promise<Void> gone = Promise.promise();
    long last = vertx.setTimer(overMs + PushSocket.CLOSING_MS, ignored -> gone.tryComplete());
    long look =
        vertx.setPeriodic(
            1,
            LOOK_MS,
            ignored -> {
              if (allGone.getAsBoolean()) {
                gone.tryComplete();
              }
            });
    return gone.future()
        .onComplete(
            ignored -> {
              vertx.cancelTimer(last);
              vertx.cancelTimer(look);
            });
  }
}
