package io.tickwire.common.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from Redis with a blocking command, for ever, on a connection of its own: connect, ask,
 * hand over, ask again. A broken or silent connection is thrown away and made anew with back-off.
 * The answer is handed over on the context that started the reader, and the next question waits for
 * it.
 */
abstract class BlockingReader {
  /** How long Redis holds a question without an answer. */
  static final int BLOCK_MS = 500;

  /** A question held longer than this means that the connection is dead. */
  private static final long SILENCE_MS = 5_000;

  private static final long FIRST_PAUSE_MS = 50;

  /** Short: until it is over, what others write already, new stops among it, is not heard. */
  private static final long LONGEST_PAUSE_MS = 200;

  private static final Logger log = LoggerFactory.getLogger(BlockingReader.class);

  private final RedisLink redis;
  private final Context context;
  private final String name;
  private final Promise<Void> stopped = Promise.promise();
  private @Nullable RedisConnection connection;
  private boolean running;
  private boolean failing;
  private long pauseMs = FIRST_PAUSE_MS;

  /**
   * @param name for the log
   */
  BlockingReader(RedisLink redis, String name) {
    this.redis = redis;
    this.context = redis.vertx().getOrCreateContext();
    this.name = name;
  }

  /** The next question; null when there is nothing to ask for now. */
  abstract @Nullable Request question();

  /** Takes an answer; null is Redis's "nothing came". */
  abstract Future<Void> answer(@Nullable Response response);

  /** Called when a question failed; returns what to do before the next one. */
  Future<Void> repair(Throwable failure) {
    return Future.succeededFuture();
  }

  final RedisLink redis() {
    return redis;
  }

  final Context context() {
    return context;
  }

  final void run() {
    context.runOnContext(
        ignored -> {
          running = true;
          next();
        });
  }

  /** Ends after the question under way; completes when nothing more will be handed over. */
  final Future<Void> halt() {
    context.runOnContext(
        ignored -> {
          if (!running) {
            stopped.tryComplete();
          }
          running = false;
          RedisConnection open = connection;
          if (open != null) {
            open.close();
          }
        });
    return stopped.future();
  }

  private void next() {
    if (!running) {
      stopped.tryComplete();
      return;
    }
    Request question = question();
    if (question == null) {
      after(BLOCK_MS / 10);
      return;
    }
    connected()
        .compose(open -> open.send(question).timeout(SILENCE_MS, TimeUnit.MILLISECONDS))
        .compose(this::succeeded)
        .onComplete(
            ignored -> next(),
            failure -> {
              if (running) {
                failed(failure);
              } else {
                stopped.tryComplete();
              }
            });
  }

  private Future<Void> succeeded(@Nullable Response response) {
    if (failing) {
      log.info("redis reader recovered reader={}", name);
      failing = false;
    }
    pauseMs = FIRST_PAUSE_MS;
    return running ? answer(response) : Future.succeededFuture();
  }

  private Future<RedisConnection> connected() {
    RedisConnection open = connection;
    if (open != null) {
      return Future.succeededFuture(open);
    }
    return redis.dedicated().onSuccess(fresh -> connection = fresh);
  }

  private void failed(Throwable failure) {
    if (!failing) {
      log.warn("redis reader interrupted reader={} cause={}", name, failure.toString());
      failing = true;
    }
    RedisConnection broken = connection;
    connection = null;
    if (broken != null) {
      broken.close();
    }
    repair(failure)
        .onComplete(
            ignored -> {
              after(pauseMs);
              pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
            });
  }

  private void after(long delayMs) {
    redis.vertx().setTimer(delayMs, ignored -> next());
  }
}
