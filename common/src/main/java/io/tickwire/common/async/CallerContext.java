package io.tickwire.common.async;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * Brings an answer back to where it was asked for. Needed wherever one future answers several who
 * ask: it completes on the context of the first of them.
 */
public final class CallerContext {
  private CallerContext() {}

  /** Completes as that future does, on the context on which this is called. */
  public static <T> Future<T> keep(Vertx vertx, Future<T> future) {
    Context caller = vertx.getOrCreateContext();
    Promise<T> kept = Promise.promise();
    future.onComplete(
        answer -> {
          if (Vertx.currentContext() == caller) {
            complete(kept, answer);
          } else {
            caller.runOnContext(ignored -> complete(kept, answer));
          }
        });
    return kept.future();
  }

  private static <T> void complete(Promise<T> promise, AsyncResult<T> answer) {
    if (answer.succeeded()) {
      promise.complete(answer.result());
    } else {
      promise.fail(answer.cause());
    }
  }
}
