package io.tickwire.feed.socket;

import io.tickwire.feed.venue.Reaction;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a refused request means for its topics. Ids are those of requests, null when the exchange
 * did not say which. Pure, not thread-safe.
 */
final class RefusalResponse {
  static final long RETRY_MS = 2_000;
  static final long SLOW_MS = 10_000;
  static final long CROWDED_MS = 60_000;
  static final long SHELVE_MS = 600_000;

  private final Subscriptions subscriptions;

  RefusalResponse(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  void apply(@Nullable String id, Reaction reaction, long nowMs) {
    if (reaction instanceof Reaction.Retry) {
      refused(id, nowMs + RETRY_MS);
    } else if (reaction instanceof Reaction.SlowDown) {
      refused(id, nowMs + SLOW_MS);
    } else if (reaction instanceof Reaction.Shelve) {
      shelve(id, nowMs, nowMs + SHELVE_MS);
    } else if (reaction instanceof Reaction.TopicLimit limit) {
      limitTopics(id, limit.topics(), nowMs + CROWDED_MS);
    } else if (reaction instanceof Reaction.BatchLimit limit) {
      limitBatch(id, limit.symbols(), nowMs);
    } else if (reaction instanceof Reaction.Note) {
      refused(id, nowMs + CROWDED_MS);
    }
  }

  /** Its topics are not asked for again before that time. */
  void refused(@Nullable String id, long notBeforeMs) {
    forEachTopic(id, (request, entry) -> entry.refused(request.subscribe, notBeforeMs));
  }

  /** One of its topics does not exist: each is asked for alone, and the one alone only later. */
  void shelve(@Nullable String id, long nowMs, long notBeforeMs) {
    forEachTopic(
        id,
        (request, entry) -> {
          if (request.size == 1) {
            entry.shelved(notBeforeMs);
          } else {
            entry.refused(request.subscribe, nowMs);
            entry.alone = true;
          }
        });
  }

  /**
   * The connection is full; what was refused waits until there is room.
   *
   * @param topics that it holds, 0 when unknown
   */
  void limitTopics(@Nullable String id, int topics, long notBeforeMs) {
    if (topics > 0) {
      subscriptions.limitTopics(topics);
    }
    forEachTopic(
        id,
        (request, entry) -> {
          entry.refused(request.subscribe, notBeforeMs);
          entry.crowdedOut = true;
        });
  }

  /**
   * A request names too many symbols; from now on fewer.
   *
   * @param symbols that it may name, 0 when unknown
   */
  void limitBatch(@Nullable String id, int symbols, long notBeforeMs) {
    if (symbols > 0) {
      subscriptions.limitBatch(symbols);
    }
    forEachTopic(
        id,
        (request, entry) -> {
          if (symbols == 0) {
            subscriptions.limitBatch(Math.max(1, request.size / 2));
          }
          entry.refused(request.subscribe, notBeforeMs);
        });
  }

  private void forEachTopic(
      @Nullable String id, BiConsumer<OpenRequests.Open, TopicEntry> consequence) {
    OpenRequests.Open request = subscriptions.answer(id);
    if (request != null) {
      request.waiting().forEach(entry -> consequence.accept(request, entry));
      subscriptions.tidy();
    }
  }
}
