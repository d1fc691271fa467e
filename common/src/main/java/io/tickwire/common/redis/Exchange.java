package io.tickwire.common.redis;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One question to a pool: waiting for a connection, asking, giving it back. When the time is up
 * before it left, it never leaves; when it had left, its connection is cut. The timer and the
 * answers may come on different threads.
 */
final class Exchange<T> {
  private final Deadline deadline;
  private final String command;
  private final Promise<T> promise = Promise.promise();
  private @Nullable RedisConnection asking;
  private boolean over;

  private Exchange(Deadline deadline, String command) {
    this.deadline = deadline;
    this.command = command;
  }

  static <T> Future<T> on(
      Vertx vertx,
      Redis pool,
      Deadline deadline,
      String command,
      Function<RedisConnection, Future<T>> question) {
    Exchange<T> exchange = new Exchange<>(deadline, command);
    long timer = vertx.setTimer(Math.max(1, deadline.leftMs()), ignored -> exchange.overdue());
    pool.connect().onSuccess(open -> exchange.ask(open, question)).onFailure(exchange::unconnected);
    return exchange.promise.future().onComplete(ignored -> vertx.cancelTimer(timer));
  }

  private void ask(RedisConnection open, Function<RedisConnection, Future<T>> question) {
    synchronized (this) {
      if (over) {
        open.close(); // gives it back unused
        return;
      }
      asking = open;
    }
    // Through compose, as a question that cannot be put fails like one that is refused.
    Future.succeededFuture(open).compose(question).onComplete(answer -> answered(open, answer));
  }

  private void answered(RedisConnection open, AsyncResult<T> answer) {
    synchronized (this) {
      if (over) {
        return; // cut
      }
      over = true;
    }
    open.close(); // gives it back
    if (answer.succeeded()) {
      promise.complete(answer.result());
    } else {
      promise.fail(answer.cause());
    }
  }

  private void unconnected(Throwable failure) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    promise.fail(failure);
  }

  private void overdue() {
    RedisConnection silent;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      silent = asking;
    }
    if (silent != null) {
      RedisNode.cut(silent);
    }
    promise.fail(new RedisTimeoutException(command, deadline.timeoutMs(), silent != null));
  }
}
