package io.tickwire.common.async;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeoutException;

/**
 * Waits for a future only so long, and goes on where the caller is. In place of {@link
 * Future#timeout}, which services must not call: a future that belongs to no context, such as that
 * of a join or of a plain promise, it ends on a thread of Netty's own, and all that follows from
 * there runs beside the event loop to which it is confined.
 */
public final class TimeLimit {
  private TimeLimit() {}

  /**
   * What the future completes with; fails with a {@link TimeoutException} when that takes longer.
   * Either comes on the context on which this is called. The future itself goes on.
   *
   * @param limitMs above 0
   */
  public static <T> Future<T> of(Vertx vertx, long limitMs, Future<T> future) {
    Promise<T> first = Promise.promise();
    long timer = vertx.setTimer(limitMs, ignored -> first.tryFail(exceeded(limitMs)));
    CallerContext.keep(vertx, future)
        .onComplete(
            value -> {
              vertx.cancelTimer(timer);
              first.tryComplete(value);
            },
            failure -> {
              vertx.cancelTimer(timer);
              first.tryFail(failure);
            });
    return first.future();
  }

  /** The failure of what took longer. */
  public static TimeoutException exceeded(long limitMs) {
    return new TimeoutException("not complete within " + limitMs + " ms");
  }
}
