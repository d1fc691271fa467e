package io.tickwire.push.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.RedisTrouble;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import io.tickwire.push.audit.Audit;
import io.tickwire.push.publish.PublishConfig;
import io.tickwire.push.publish.Submission;
import io.tickwire.push.publish.SubmissionReader;
import io.tickwire.push.publish.SubmissionVerdict;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way that events take, whichever door they came through: read, checked, stored, counted.
 * Never fails: what goes wrong is a refusal. Any context; answers come on the caller's.
 */
public final class EventIntake {
  private static final int LONGEST_NAME = 255;
  private static final Logger log = LoggerFactory.getLogger(EventIntake.class);

  private final PublishConfig config;
  private final SubmissionReader reader;
  private final EventStore store;
  private final IngestMetrics metrics;
  private final Clock clock;
  private final Audit audit;

  public EventIntake(
      RedisLink redis, PublishConfig config, MeterRegistry registry, Clock clock, Audit audit) {
    this.audit = audit;
    this.config = config;
    this.reader = new SubmissionReader(config);
    this.store = new EventStore(redis, config);
    this.metrics = new IngestMetrics(registry);
    this.clock = clock;
  }

  /** Largest body that a door needs to take. */
  public int maxRequestBytes() {
    return config.maxRequestBytes();
  }

  IngestMetrics metrics() {
    return metrics;
  }

  /**
   * @param publisher whose names of requests do not meet those of others
   * @param name of the request, which makes it safe to repeat for 24 hours; null when it has none
   * @param mayPublish whether the publisher may use a channel
   */
  public Future<PublishReply> take(
      Door door,
      JsonNode body,
      String publisher,
      @Nullable String name,
      Predicate<String> mayPublish) {
    if (name != null && !isName(name)) {
      return refused(
          door,
          publisher,
          new PublishReply.Refused(
              ErrorCode.BAD_REQUEST,
              "Idempotency-Key",
              "Idempotency-Key must be 1 to 255 visible ASCII characters"));
    }
    SubmissionVerdict verdict = reader.read(body, mayPublish, clock.millis());
    if (verdict instanceof SubmissionVerdict.Refused refused) {
      return refused(
          door,
          publisher,
          new PublishReply.Refused(refused.code(), refused.field(), refused.message()));
    }
    EventStore.Once once =
        name == null
            ? null
            : new EventStore.Once(
                door.label() + ":" + publisher, name, Digest.of(Json.write(body)));
    return store(door, publisher, ((SubmissionVerdict.Accepted) verdict).submissions(), once);
  }

  /** Reads one event without storing it. */
  SubmissionVerdict read(JsonNode event) {
    return reader.read(event, channel -> true, clock.millis());
  }

  Future<PublishReply> store(
      Door door, String publisher, List<Submission> submissions, EventStore.@Nullable Once once) {
    return store
        .append(submissions, once)
        .otherwise(EventIntake::unavailable)
        .onSuccess(reply -> count(door, publisher, reply));
  }

  private void count(Door door, String publisher, PublishReply reply) {
    String who = publisher.isEmpty() ? door.label() : publisher;
    if (reply instanceof PublishReply.Refused refused) {
      metrics.refused(door, refused.code());
      audit.publishRefused(who, door.label(), refused.code().wireName());
    } else {
      List<String> offsets = ((PublishReply.Stored) reply).offsets();
      metrics.accepted(door, offsets.size());
      audit.published(who, door.label(), offsets);
    }
  }

  private Future<PublishReply> refused(Door door, String publisher, PublishReply.Refused refusal) {
    count(door, publisher, refusal);
    return Future.succeededFuture(refusal);
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST_NAME
        && name.chars().allMatch(c -> c >= '!' && c <= '~');
  }

  private static PublishReply unavailable(Throwable failure) {
    if (RedisTrouble.of(failure).isPermanent()) {
      log.error("events not stored cause={}", failure.toString());
      return new PublishReply.Refused(
          ErrorCode.INTERNAL, "", "something went wrong where events are kept");
    }
    return new PublishReply.Refused(
        ErrorCode.UNAVAILABLE,
        "",
        "the event log did not answer; whether the events are in it is not known");
  }

  Future<Void> trim() {
    return store.trim(clock.millis());
  }
}
