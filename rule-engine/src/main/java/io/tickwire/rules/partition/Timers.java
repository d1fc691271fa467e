package io.tickwire.rules.partition;

import io.tickwire.common.async.TimeLimit;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Calls back after a while, on the engine's event loop. */
public interface Timers {
  /**
   * @param delayMs above 0
   * @return to be given to {@link #cancel}, never negative
   */
  long after(long delayMs, Runnable task);

  /** Completes after that time. */
  default Future<Void> pause(long delayMs) {
    Promise<Void> over = Promise.promise();
    after(delayMs, over::complete);
    return over.future();
  }

  /**
   * What the future completes with; fails with a {@link java.util.concurrent.TimeoutException} when
   * that takes longer. The future itself goes on.
   */
  default <T> Future<T> within(long limitMs, Future<T> future) {
    Promise<T> first = Promise.promise();
    long timer = after(limitMs, () -> first.tryFail(TimeLimit.exceeded(limitMs)));
    future.onComplete(
        value -> {
          cancel(timer);
          first.tryComplete(value);
        },
        failure -> {
          cancel(timer);
          first.tryFail(failure);
        });
    return first.future();
  }

  /** Nothing happens when it has run, or was never given. */
  void cancel(long timer);

  /** As soon as it can be; any thread. */
  void soon(Runnable task);

  /** Those of Vert.x; make them on the event loop they are to call on. */
  static Timers of(Vertx vertx) {
    Context context = vertx.getOrCreateContext();
    return new Timers() {
      @Override
      public long after(long delayMs, Runnable task) {
        return vertx.setTimer(delayMs, ignored -> task.run());
      }

      @Override
      public void cancel(long timer) {
        vertx.cancelTimer(timer);
      }

      @Override
      public void soon(Runnable task) {
        context.runOnContext(ignored -> task.run());
      }
    };
  }
}
