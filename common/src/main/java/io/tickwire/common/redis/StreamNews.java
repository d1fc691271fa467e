package io.tickwire.common.redis;

import io.vertx.core.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of every entry that is added to a stream from now on, each once and in order, also across
 * broken connections. A Redis that is away at the start is waited for. Confined to the context that
 * made it.
 */
public final class StreamNews {
  private static final long RETRY_MS = 500;
  private static final Logger log = LoggerFactory.getLogger(StreamNews.class);

  private final RedisLink redis;
  private final String stream;
  private final StreamTail tail;
  private boolean following;
  private boolean stopped;

  /**
   * @param name for the log and the metrics
   * @param listener takes an entry; must not block
   */
  public StreamNews(RedisLink redis, String stream, String name, Consumer<StreamEntry> listener) {
    this.redis = redis;
    this.stream = stream;
    this.tail =
        new StreamTail(
            redis,
            name,
            entries -> {
              entries.forEach(listener);
              return Future.succeededFuture();
            });
  }

  /** Completes after the first attempt; further ones follow by themselves. */
  public Future<Void> start() {
    return StreamTail.newest(redis, stream)
        .onSuccess(this::follow)
        .onFailure(
            failure -> {
              log.debug("stream not reached stream={} cause={}", stream, failure.toString());
              redis.vertx().setTimer(RETRY_MS, ignored -> retry());
            })
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private void retry() {
    if (!stopped) {
      start();
    }
  }

  private void follow(String newest) {
    if (!stopped) {
      following = true;
      tail.follow(stream, newest);
      tail.start();
    }
  }

  /** Completes when nothing more will be told. */
  public Future<Void> stop() {
    stopped = true;
    return following ? tail.stop() : Future.succeededFuture();
  }
}
