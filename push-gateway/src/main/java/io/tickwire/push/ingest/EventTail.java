package io.tickwire.push.ingest;

import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.redis.StreamTail;
import io.tickwire.push.fanout.FanoutConfig;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.protocol.Offset;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the event log from its newest entry at the start: what can be read of it is handed over,
 * in order, with how far it has come. Confined to the context that made it.
 */
public final class EventTail {
  /** Takes what came, on the tail's context. */
  public interface Listener {
    /**
     * What was in the log at the start; comes once and first.
     *
     * @param offset of the newest of them, or of the empty log
     */
    void onHistory(List<Publication> events, Offset offset);

    /**
     * @param events perhaps none
     * @param offset up to which the log was read
     */
    void onEvents(List<Publication> events, Offset offset);
  }

  private static final long RETRY_MS = 500;
  private static final int PAGE = 500;
  private static final Logger log = LoggerFactory.getLogger(EventTail.class);

  private final Vertx vertx;
  private final RedisLink redis;
  private final FanoutConfig config;
  private final LoggedEvents events;
  private final Listener listener;
  private final StreamTail tail;
  private volatile boolean following;
  private boolean stopped;

  public EventTail(
      Vertx vertx, RedisLink redis, FanoutConfig config, LoggedEvents events, Listener listener) {
    this.config = config;
    this.vertx = vertx;
    this.redis = redis;
    this.events = events;
    this.listener = listener;
    this.tail = new StreamTail(redis, "push-events", this::take);
  }

  /** Completes after the first attempt to find the newest entry; further ones follow by itself. */
  public Future<Void> start() {
    return StreamTail.newest(redis, Keys.EVENTS)
        .compose(
            newest ->
                readBack(newest, new ArrayDeque<>(), 0)
                    .onSuccess(entries -> follow(entries, newest)))
        .onFailure(
            failure -> {
              log.warn("event log not reached cause={}", failure.toString());
              vertx.setTimer(RETRY_MS, ignored -> retry());
            })
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private void retry() {
    if (!stopped) {
      start();
    }
  }

  /** Pages towards the beginning, until there is enough or nothing more. */
  private Future<Deque<StreamEntry>> readBack(String end, Deque<StreamEntry> found, long bytes) {
    int left = config.historyEvents() - found.size();
    if (left <= 0 || bytes > config.historyBytes()) {
      return Future.succeededFuture(found);
    }
    Request page =
        Request.cmd(Command.XREVRANGE)
            .arg(Keys.EVENTS)
            .arg(end)
            .arg("-")
            .arg("COUNT")
            .arg(Math.min(left, PAGE));
    return redis
        .send(page)
        .compose(
            reply -> {
              List<StreamEntry> entries = StreamEntry.list(Keys.EVENTS, reply);
              entries.forEach(found::addFirst);
              long more = entries.stream().mapToLong(entry -> entry.field("event").length()).sum();
              return entries.isEmpty()
                  ? Future.succeededFuture(found)
                  : readBack("(" + found.getFirst().id(), found, bytes + more);
            });
  }

  private void follow(Deque<StreamEntry> entries, String newest) {
    if (stopped) {
      return;
    }
    listener.onHistory(events.read(entries), LoggedEvents.offset(newest));
    tail.follow(Keys.EVENTS, newest);
    tail.start();
    following = true;
    log.info("event log followed offset={}", newest);
  }

  /** Whether it knows where it stands. Any thread. */
  public boolean isFollowing() {
    return following;
  }

  public Future<Void> stop() {
    stopped = true;
    return following ? tail.stop() : Future.succeededFuture();
  }

  private Future<Void> take(List<StreamEntry> entries) {
    String newest = entries.get(entries.size() - 1).id();
    listener.onEvents(events.read(entries), LoggedEvents.offset(newest));
    return Future.succeededFuture();
  }
}
