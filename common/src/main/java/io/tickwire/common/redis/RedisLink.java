package io.tickwire.common.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The way to Redis: a pool that heals itself, a time limit on every command and patience with a
 * server that is still loading. Any thread; futures complete on the caller's context. A command
 * that timed out may or may not have happened.
 */
public final class RedisLink {
  /** More than any burst; beyond it commands fail at once instead of filling memory. */
  private static final int MAX_WAITING = 100_000;

  private static final long LOADING_RETRY_MS = 100;

  private final Vertx vertx;
  private final Redis redis;
  private final long timeoutMs;

  private RedisLink(Vertx vertx, Redis redis, long timeoutMs) {
    this.vertx = vertx;
    this.redis = redis;
    this.timeoutMs = timeoutMs;
  }

  /** Does not connect yet. */
  public static RedisLink create(Vertx vertx, RedisConfig config) {
    RedisOptions options =
        new RedisOptions()
            .setConnectionString(config.uri())
            .setMaxPoolSize(config.connections())
            .setMaxPoolWaiting(MAX_WAITING)
            .setMaxWaitingHandlers(MAX_WAITING);
    return new RedisLink(
        vertx, Redis.createClient(vertx, options), config.commandTimeout().toMillis());
  }

  /** Sends one command; a null reply of Redis is a null result. */
  public Future<Response> send(Request request) {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    return attempt(() -> redis.send(request), deadlineNs);
  }

  /** Sends commands in one pipeline; fails as a whole when one fails, the others still happened. */
  public Future<List<Response>> batch(List<Request> requests) {
    if (requests.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    return attempt(() -> redis.batch(requests), deadlineNs);
  }

  private <T> Future<T> attempt(Supplier<Future<T>> call, long deadlineNs) {
    return call.get()
        .timeout(timeoutMs, TimeUnit.MILLISECONDS)
        .recover(
            failure ->
                isLoading(failure) && System.nanoTime() - deadlineNs < 0
                    ? pause(LOADING_RETRY_MS).compose(ignored -> attempt(call, deadlineNs))
                    : Future.failedFuture(failure));
  }

  private static boolean isLoading(Throwable failure) {
    String message = failure.getMessage();
    return message != null && message.startsWith("LOADING");
  }

  Future<Void> pause(long delayMs) {
    Promise<Void> passed = Promise.promise();
    vertx.setTimer(delayMs, ignored -> passed.complete());
    return passed.future();
  }

  /**
   * A connection of its own, for what blocks. It does not reconnect: see {@link BlockingReader}.
   */
  Future<RedisConnection> dedicated() {
    return redis.connect().timeout(timeoutMs, TimeUnit.MILLISECONDS);
  }

  Vertx vertx() {
    return vertx;
  }

  /** Whether Redis answers, within the command's time limit. Never fails. */
  public Future<Boolean> isAnswering() {
    return send(Request.cmd(Command.PING)).map(true).otherwise(false);
  }

  public void close() {
    redis.close();
  }
}
