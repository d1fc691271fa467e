package io.tickwire.common.redis;

import io.tickwire.common.async.TimeLimit;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Set;
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
  /**
   * How long Redis holds a question without an answer. A stream that is added is heard from the
   * next question on: a rule armed just then must not wait longer.
   */
  static final int BLOCK_MS = 100;

  /** How often to look whether there is anything to ask. */
  private static final int IDLE_MS = 50;

  /** A question held longer than this means that the connection is dead. */
  private static final long SILENCE_MS = 5_000;

  private static final long FIRST_PAUSE_MS = 50;

  /** Short: until it is over, what others write already, new stops among it, is not heard. */
  private static final long LONGEST_PAUSE_MS = 200;

  private static final Logger log = LoggerFactory.getLogger(BlockingReader.class);

  private final RedisLink redis;
  private final Context context;
  private final String link;
  private final String lane;
  private final Promise<Void> stopped = Promise.promise();
  private @Nullable RedisConnection connection;
  private boolean running;
  private boolean failing;
  private boolean hadConnection;
  private boolean answered;
  private long pauseMs = FIRST_PAUSE_MS;

  /**
   * Make it on the context that answers shall come on.
   *
   * @param link what it reads for, in the log and the metrics
   * @param lane of its streams, see {@link RedisLink#lane}
   */
  BlockingReader(RedisLink redis, String link, String lane) {
    this.redis = redis;
    this.context = redis.vertx().getOrCreateContext();
    this.link = link;
    this.lane = lane;
  }

  /** What it reads now, of one lane; it rests while there are none. */
  abstract Set<String> streams();

  /** The next question about the {@link #streams}. */
  abstract Request question();

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

  /**
   * Ends after the question under way, whose answer is still handed over: Redis may be giving
   * entries to this consumer right now. Completes when nothing more will be.
   */
  final Future<Void> halt() {
    context.runOnContext(
        ignored -> {
          if (!running) {
            stopped.tryComplete();
          }
          running = false;
        });
    return stopped.future();
  }

  private void next() {
    if (!running) {
      cut();
      stopped.tryComplete();
      return;
    }
    if (streams().isEmpty()) {
      after(IDLE_MS);
      return;
    }
    Request question = question();
    answered = false;
    connected()
        .compose(open -> TimeLimit.of(redis.vertx(), SILENCE_MS, open.send(question)))
        .compose(this::succeeded)
        .onComplete(
            ignored -> next(),
            failure -> {
              if (running) {
                failed(failure);
              } else {
                cut();
                stopped.tryComplete();
              }
            });
  }

  private Future<Void> succeeded(@Nullable Response response) {
    answered = true;
    if (failing) {
      log.info("redis reader recovered reader={} lane={}", link, lane);
      failing = false;
    }
    pauseMs = FIRST_PAUSE_MS;
    return answer(response);
  }

  private Future<RedisConnection> connected() {
    RedisConnection open = connection;
    if (open != null) {
      return Future.succeededFuture(open);
    }
    return redis
        .dedicated(streams().iterator().next())
        .onSuccess(
            fresh -> {
              connection = fresh;
              if (hadConnection) {
                redis.metrics().reconnected(link);
              }
              hadConnection = true;
            });
  }

  private void failed(Throwable failure) {
    if (!failing) {
      log.warn(
          "redis reader interrupted reader={} lane={} cause={}", link, lane, failure.toString());
      failing = true;
    }
    if (!answered) { // else the answer was not taken, and the connection is sound
      cut();
      redis.doubt();
    }
    repair(failure)
        .onComplete(
            ignored -> {
              after(pauseMs);
              pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
            });
  }

  /** A question may still be open on it, so nobody else can use it. */
  private void cut() {
    RedisConnection open = connection;
    connection = null;
    if (open != null) {
      RedisNode.cut(open);
    }
  }

  private void after(long delayMs) {
    redis.vertx().setTimer(delayMs, ignored -> next());
  }
}
