package io.tickwire.push.ingest;

import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.RedisScript;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import io.tickwire.push.publish.PublishConfig;
import io.tickwire.push.publish.Submission;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts submissions into the event log, all or none; durable when the future succeeds. One script
 * decides what was there before, so gateways that are asked the same at once store it once. Any
 * thread.
 */
final class EventStore {
  /**
   * A request that may come twice.
   *
   * @param scope of the name: publishers do not share them
   * @param name the publisher's own for this request
   * @param digest of what was asked
   */
  record Once(String scope, String name, String digest) {}

  private static final RedisScript PUBLISH = RedisScript.resource(EventStore.class, "publish.lua");

  private final RedisLink redis;
  private final PublishConfig config;

  EventStore(RedisLink redis, PublishConfig config) {
    this.redis = redis;
    this.config = config;
  }

  Future<PublishReply> append(List<Submission> submissions, @Nullable Once once) {
    List<String> keys = new ArrayList<>();
    keys.add(Keys.EVENTS);
    keys.add(once == null ? Keys.EVENTS : Keys.publishingKey(Digest.of(once.scope(), once.name())));
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(config.kept().toMillis()));
    arguments.add(Integer.toString(config.maxKept()));
    arguments.add(once == null ? "" : once.digest());
    for (Submission submission : submissions) {
      String key = submission.key();
      keys.add(
          key == null
              ? Keys.EVENTS
              : Keys.publishedKey(Digest.of(submission.event().channel(), key)));
      arguments.add(Json.write(submission.event()));
      arguments.add(key == null ? "" : Digest.of(submission.body()));
    }
    return PUBLISH.run(redis, keys, arguments).map(answer -> reply(answer, submissions.size()));
  }

  private static PublishReply reply(Response answer, int submissions) {
    if (answer.get(0).toString().equals("conflict")) {
      return conflict(answer.get(1).toInteger(), submissions);
    }
    List<String> offsets = new ArrayList<>(answer.size() - 1);
    for (int i = 1; i < answer.size(); i++) {
      offsets.add(answer.get(i).toString());
    }
    return new PublishReply.Stored(offsets);
  }

  private static PublishReply conflict(int number, int submissions) {
    if (number == 0) {
      return new PublishReply.Refused(
          ErrorCode.CONFLICT, "Idempotency-Key", "this Idempotency-Key came with another body");
    }
    String field = submissions == 1 ? "key" : "[" + (number - 1) + "].key";
    return new PublishReply.Refused(
        ErrorCode.CONFLICT, field, field + " came with another event on the same channel");
  }

  /** Drops what is older or more than is kept, also of what others appended. */
  Future<Void> trim(long nowMs) {
    long oldestMs = Math.max(0, nowMs - config.kept().toMillis());
    return redis
        .batch(
            List.of(
                Request.cmd(Command.XTRIM).arg(Keys.EVENTS).arg("MINID").arg("~").arg(oldestMs),
                Request.cmd(Command.XTRIM)
                    .arg(Keys.EVENTS)
                    .arg("MAXLEN")
                    .arg("~")
                    .arg(config.maxKept())))
        .mapEmpty();
  }
}
