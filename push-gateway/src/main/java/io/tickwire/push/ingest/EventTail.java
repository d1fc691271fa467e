package io.tickwire.push.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.redis.EventLog;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.redis.StreamTail;
import io.tickwire.common.wire.Event;
import io.tickwire.push.fanout.FanoutConfig;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.ServerFrames;
import io.tickwire.push.subscription.EventFields;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the event log from its newest entry at the start: every event is written as text once and
 * handed over with its offset, in order. Confined to the context that made it.
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
     * @param offset of the newest of them
     */
    void onEvents(List<Publication> events, Offset offset);
  }

  private static final long RETRY_MS = 500;
  private static final int PAGE = 500;
  private static final Logger log = LoggerFactory.getLogger(EventTail.class);

  private final Vertx vertx;
  private final RedisLink redis;
  private final FanoutConfig config;
  private final LongSupplier nowNs;
  private final Listener listener;
  private final StreamTail tail;
  private volatile boolean following;
  private boolean stopped;

  /**
   * @param nowNs epoch nanoseconds
   */
  public EventTail(
      Vertx vertx, RedisLink redis, FanoutConfig config, LongSupplier nowNs, Listener listener) {
    this.config = config;
    this.vertx = vertx;
    this.redis = redis;
    this.nowNs = nowNs;
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
    listener.onHistory(publications(entries), offset(newest));
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
    listener.onEvents(publications(entries), offset(entries.get(entries.size() - 1).id()));
    return Future.succeededFuture();
  }

  private static Offset offset(String id) {
    Offset offset = Offset.parse(id);
    if (offset == null) {
      throw new IllegalStateException("no id of a stream: id=" + id);
    }
    return offset;
  }

  private List<Publication> publications(Collection<StreamEntry> entries) {
    List<Publication> events = new ArrayList<>(entries.size());
    for (StreamEntry entry : entries) {
      try {
        events.add(publication(EventLog.event(entry), entry.id()));
      } catch (IllegalArgumentException e) {
        log.warn("event unreadable offset={} cause={}", entry.id(), e.getMessage());
      }
    }
    return events;
  }

  private Publication publication(Event event, String offset) {
    String text =
        ServerFrames.write(
            new ServerFrame.Event(
                event.type(),
                event.channel(),
                event.timestamp(),
                event.data(),
                event.attributes(),
                offset));
    Offset at = offset(offset);
    return Publication.event(
        EventFields.of(event.channel(), event.attributes()),
        at,
        receivedNs(event.data()),
        loggedNs(at),
        text);
  }

  /** When the log took it, which is the time in its offset; Redis's clock may be ahead of ours. */
  private long loggedNs(Offset at) {
    return Math.min(nowNs.getAsLong(), TimeUnit.MILLISECONDS.toNanos(at.ms()));
  }

  /** When the tick behind an execution was received; 0 for what no tick caused. */
  private static long receivedNs(JsonNode data) {
    JsonNode execution = data.has("execution") ? data.path("execution") : data;
    return execution.path("recovered").asBoolean() || !execution.path("tick").isObject()
        ? 0
        : execution.path("received_us").asLong() * 1_000;
  }
}
