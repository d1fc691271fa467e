package io.tickwire.rules.settlement;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets bookings wait while very many decided hits wait for Redis: what has fired is to be certain
 * first, and a booking takes twice as much of Redis as the decision before it. They wait only as
 * long as the hits get fewer, so a commit that does not get through holds up no booking for more
 * than {@value #LOOK_EVERY_MS} ms. Confined to the engine's event loop.
 */
final class CommitsFirst {
  static final int MANY = 1_000;

  /** Longer than the number is old at most. */
  static final long LOOK_EVERY_MS = 250;

  private final Vertx vertx;
  private final IntSupplier commitsWaiting;
  private @Nullable Promise<Void> held;

  CommitsFirst(Vertx vertx, IntSupplier commitsWaiting) {
    this.vertx = vertx;
    this.commitsWaiting = commitsWaiting;
  }

  /** Completes when a booking may begin; in the order of the calls. */
  Future<Void> turn() {
    Promise<Void> waiting = held;
    if (waiting != null) {
      return waiting.future();
    }
    int commits = commitsWaiting.getAsInt();
    if (commits <= MANY) {
      return Future.succeededFuture();
    }
    Promise<Void> begun = Promise.promise();
    held = begun;
    lookAgain(begun, commits);
    return begun.future();
  }

  private void lookAgain(Promise<Void> waiting, int before) {
    vertx.setTimer(
        LOOK_EVERY_MS,
        ignored -> {
          int now = commitsWaiting.getAsInt();
          if (now > MANY && now < before) {
            lookAgain(waiting, now);
          } else {
            held = null;
            waiting.complete();
          }
        });
  }
}
