package io.tickwire.feed.socket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests of one connection that the exchange has not answered. Pure, not thread-safe. */
final class OpenRequests {
  /** One of them. */
  static final class Open {
    final boolean subscribe;
    final int size;
    private final long number;
    private final List<TopicEntry> entries;
    private final long deadlineMs;
    private boolean late;

    private Open(boolean subscribe, long number, List<TopicEntry> entries, long deadlineMs) {
      this.subscribe = subscribe;
      this.size = entries.size();
      this.number = number;
      this.entries = entries;
      this.deadlineMs = deadlineMs;
    }

    /** The topics for which an answer still decides something. */
    List<TopicEntry> waiting() {
      return entries.stream().filter(entry -> entry.isAnsweredBy(subscribe, number)).toList();
    }
  }

  /** The pauses for an ack grow to eight times the setting. */
  private static final int MOST_DOUBLINGS = 3;

  private static final long FORGET_LATE_MS = 60_000;
  private static final long NEVER = Long.MAX_VALUE;

  private final long ackTimeoutMs;
  private final Map<String, Open> byId = new LinkedHashMap<>();
  private long requests;

  OpenRequests(long ackTimeoutMs) {
    this.ackTimeoutMs = ackTimeoutMs;
  }

  /** The id of a new request for these topics. */
  String open(boolean subscribe, List<TopicEntry> entries, long nowMs) {
    long number = ++requests;
    String id = (subscribe ? "sub-" : "unsub-") + number;
    int unanswered = 0;
    for (TopicEntry entry : entries) {
      unanswered = Math.max(unanswered, entry.unanswered);
      entry.asked(subscribe, number);
    }
    long patienceMs = ackTimeoutMs << Math.min(unanswered, MOST_DOUBLINGS);
    byId.put(id, new Open(subscribe, number, entries, nowMs + patienceMs));
    return id;
  }

  boolean contains(@Nullable String id) {
    return id != null && byId.containsKey(id);
  }

  /** It is answered now; null when there is none of that id. */
  @Nullable Open answer(@Nullable String id) {
    return id == null ? null : byId.remove(id);
  }

  /** Gives up waiting for answers that are late; how often in a row that happened to one topic. */
  int expire(long nowMs) {
    int most = 0;
    for (Open request : byId.values()) {
      if (!request.late && nowMs >= request.deadlineMs) {
        request.late = true;
        for (TopicEntry entry : request.waiting()) {
          entry.stage = TopicEntry.Stage.UNSURE;
          most = Math.max(most, ++entry.unanswered);
        }
      }
    }
    byId.values().removeIf(request -> nowMs - request.deadlineMs >= FORGET_LATE_MS);
    return most;
  }

  long nextMs() {
    long nextMs = NEVER;
    for (Open request : byId.values()) {
      nextMs = Math.min(nextMs, request.late ? NEVER : request.deadlineMs);
    }
    return nextMs;
  }

  void clear() {
    byId.clear();
  }
}
