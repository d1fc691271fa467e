package io.tickwire.push.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.redis.StreamGroup;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Keys#INGEST}: takes events that backends add to a Redis stream. All gateways are one
 * consumer group; what one that died has left pending, another takes after a while. The id of an
 * entry names its request, so an entry that is handled twice is stored once. What can never be
 * stored is parked with the reason, what cannot be stored now stays pending. Confined to the
 * context that made it.
 */
final class StreamDoor {
  static final String GROUP = "gateways";

  private static final long RETRY_MS = 500;
  private static final long TRIM_MS = 5_000;
  private static final int MOST_PARKED = 10_000;
  private static final int LONGEST_PARKED = 4_096;
  private static final Logger log = LoggerFactory.getLogger(StreamDoor.class);

  private final Vertx vertx;
  private final RedisLink redis;
  private final EventIntake intake;
  private final StreamGroup group;
  private Future<Void> last = Future.succeededFuture();
  private long trimTimer = -1;
  private boolean stopped;

  /**
   * @param consumer name of this gateway
   * @param claimAfterMs when another one's pending entries are taken
   */
  StreamDoor(Vertx vertx, RedisLink redis, EventIntake intake, String consumer, long claimAfterMs) {
    this.vertx = vertx;
    this.redis = redis;
    this.intake = intake;
    this.group = new StreamGroup(redis, GROUP, consumer, claimAfterMs, this::inOrder);
  }

  void start() {
    group.start();
    trimTimer = vertx.setPeriodic(TRIM_MS, ignored -> trim());
    join();
  }

  private void join() {
    group
        .join(Keys.INGEST)
        .onSuccess(ignored -> log.info("ingest stream joined stream={}", Keys.INGEST))
        .onFailure(
            failure -> {
              log.debug("ingest stream not joined cause={}", failure.toString());
              vertx.setTimer(
                  RETRY_MS,
                  ignored -> {
                    if (!stopped) {
                      join();
                    }
                  });
            });
  }

  /** Completes when what was taken is done with. */
  Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(trimTimer);
    return group.stop().eventually(() -> last.otherwiseEmpty());
  }

  /** One after the other: the order of the stream is the order of the log. */
  private Future<Void> inOrder(StreamEntry entry) {
    Future<Void> handled = last.transform(ignored -> handle(entry));
    last = handled;
    return handled;
  }

  private Future<Void> handle(StreamEntry entry) {
    JsonNode body = read(entry.field("event"));
    if (body == null) {
      intake.metrics().refused(Door.STREAM, ErrorCode.BAD_REQUEST);
      return park(entry, "the field event must hold JSON of at most the size of a request");
    }
    return intake
        .take(Door.STREAM, body, "", entry.id(), channel -> true)
        .compose(reply -> settle(entry, reply));
  }

  private @Nullable JsonNode read(String text) {
    if (text.isBlank() || text.length() > intake.maxRequestBytes()) {
      return null;
    }
    try {
      return Json.read(text, JsonNode.class);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private Future<Void> settle(StreamEntry entry, PublishReply reply) {
    if (reply instanceof PublishReply.Stored) {
      return Future.succeededFuture();
    }
    PublishReply.Refused refused = (PublishReply.Refused) reply;
    return refused.code().status() >= 500
        ? Future.failedFuture(new IllegalStateException(refused.message()))
        : park(entry, refused.message());
  }

  private Future<Void> park(StreamEntry entry, String reason) {
    String event = entry.field("event");
    return redis
        .send(
            Request.cmd(Command.XADD)
                .arg(Keys.INGEST_PARKED)
                .arg("MAXLEN")
                .arg("~")
                .arg(MOST_PARKED)
                .arg("*")
                .arg("id")
                .arg(entry.id())
                .arg("reason")
                .arg(reason)
                .arg("event")
                .arg(event.substring(0, Math.min(event.length(), LONGEST_PARKED))))
        .onSuccess(
            ignored -> {
              intake.metrics().parked();
              log.warn("event parked id={} reason=\"{}\"", entry.id(), reason);
            })
        .mapEmpty();
  }

  /**
   * Drops what every gateway is done with. What was delivered is looked at before what is pending:
   * an entry that is delivered in between is after both.
   */
  private void trim() {
    Request groups = Request.cmd(Command.XINFO).arg("GROUPS").arg(Keys.INGEST);
    Request pending = Request.cmd(Command.XPENDING).arg(Keys.INGEST).arg(GROUP);
    redis
        .send(groups)
        .compose(
            found -> redis.send(pending).compose(left -> trimBefore(oldestNeeded(found, left))))
        .onFailure(e -> log.debug("ingest stream not trimmed cause={}", e.toString()));
  }

  private static @Nullable String oldestNeeded(Response groups, Response pending) {
    // The groups of others must not lose what they have not read.
    if (groups.size() != 1) {
      return null;
    }
    return pending.get(0).toInteger() > 0
        ? pending.get(1).toString()
        : groups.get(0).get("last-delivered-id").toString();
  }

  private Future<Void> trimBefore(@Nullable String id) {
    return id == null
        ? Future.succeededFuture()
        : redis.send(Request.cmd(Command.XTRIM).arg(Keys.INGEST).arg("MINID").arg(id)).mapEmpty();
  }
}
