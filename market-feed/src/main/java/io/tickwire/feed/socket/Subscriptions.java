package io.tickwire.feed.socket;

import io.tickwire.feed.venue.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Desired against acknowledged topics of one connection. What is not acknowledged in time is asked
 * for again: asking twice gives two acks and one stream. {@link TopicEntry} lists the stages of a
 * topic. Pure, not thread-safe; times are milliseconds of a clock that does not go back.
 */
final class Subscriptions {
  /** A subscribe or unsubscribe to send. */
  record Request(String id, boolean subscribe, String channel, List<String> symbols) {}

  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private final long firstDataMs;
  private final TopicCarrier carrier;
  private final OpenRequests open;
  private final Map<Topic, TopicEntry> entries = new LinkedHashMap<>();
  private int symbolsPerRequest;
  private int topicLimit = NO_LIMIT;
  private int desired;
  private int held;

  /**
   * @param firstDataMs how long an acknowledged topic may stay silent, at first
   */
  Subscriptions(int symbolsPerRequest, long ackTimeoutMs, long firstDataMs, TopicCarrier carrier) {
    this.symbolsPerRequest = symbolsPerRequest;
    this.open = new OpenRequests(ackTimeoutMs);
    this.firstDataMs = firstDataMs;
    this.carrier = carrier;
  }

  /** Replaces the desired topics. */
  void desire(Collection<Topic> topics) {
    Set<Topic> wanted = new HashSet<>(topics);
    for (Topic topic : topics) {
      if (!entries.containsKey(topic)) {
        entries.put(topic, new TopicEntry(topic));
        carrier.known(topic);
      }
    }
    for (TopicEntry entry : entries.values()) {
      entry.desired = wanted.contains(entry.topic);
      if (entry.crowdedOut && wanted.size() <= topicLimit) {
        entry.crowdedOut = false;
        entry.notBeforeMs = Long.MIN_VALUE;
      }
    }
    desired = wanted.size();
    tidy();
  }

  /** Forgets what is neither desired nor subscribed. */
  void tidy() {
    entries
        .values()
        .removeIf(
            entry -> {
              boolean useless = !entry.desired && entry.stage == TopicEntry.Stage.ABSENT;
              if (useless) {
                carrier.forgotten(entry.topic);
              }
              return useless;
            });
  }

  /** The connection is gone, and with it everything acknowledged. */
  void disconnected() {
    List<Topic> lost = new ArrayList<>();
    for (TopicEntry entry : entries.values()) {
      if (entry.stage == TopicEntry.Stage.HELD) {
        lost.add(entry.topic);
      }
      entry.disconnected();
    }
    open.clear();
    topicLimit = NO_LIMIT;
    held = 0;
    tidy();
    letGo(lost);
  }

  private void letGo(List<Topic> lost) {
    if (!lost.isEmpty()) {
      carrier.letGo(lost);
    }
  }

  /** The requests to send now. Leaving makes room, so it goes first. */
  List<Request> due(long nowMs, int most) {
    List<Request> due = new ArrayList<>();
    collect(due, nowMs, most, false);
    collect(due, nowMs, most, true);
    return due;
  }

  private void collect(List<Request> into, long nowMs, int most, boolean subscribe) {
    int room = room();
    Map<String, List<TopicEntry>> batches = new LinkedHashMap<>();
    for (TopicEntry entry : entries.values()) {
      if (entry.wants(subscribe)
          && nowMs >= entry.notBeforeMs
          && (entry.stage != TopicEntry.Stage.ABSENT || room-- > 0)) {
        String batch = entry.topic.channel() + (entry.alone ? ":" + entry.topic.symbol() : "");
        batches.computeIfAbsent(batch, key -> new ArrayList<>()).add(entry);
      }
    }
    for (List<TopicEntry> all : batches.values()) {
      for (int at = 0; at < all.size() && into.size() < most; at += symbolsPerRequest) {
        int to = Math.min(all.size(), at + symbolsPerRequest);
        into.add(begin(List.copyOf(all.subList(at, to)), nowMs, subscribe));
      }
    }
  }

  /** How many more topics the connection takes, as far as we know. */
  private int room() {
    int occupied = 0;
    for (TopicEntry entry : entries.values()) {
      occupied += entry.stage == TopicEntry.Stage.ABSENT ? 0 : 1;
    }
    return topicLimit - occupied;
  }

  private Request begin(List<TopicEntry> batch, long nowMs, boolean subscribe) {
    List<Topic> leaving =
        batch.stream()
            .filter(entry -> entry.stage == TopicEntry.Stage.HELD)
            .map(entry -> entry.topic)
            .toList();
    held -= leaving.size();
    String id = open.open(subscribe, batch, nowMs);
    letGo(leaving);
    List<String> symbols = batch.stream().map(entry -> entry.topic.symbol()).toList();
    return new Request(id, subscribe, batch.get(0).topic.channel(), symbols);
  }

  /** False when no such request is under way. */
  boolean acknowledged(String id, long nowMs) {
    OpenRequests.Open request = open.answer(id);
    if (request == null) {
      return false;
    }
    List<Topic> news = new ArrayList<>();
    for (TopicEntry entry : request.waiting()) {
      if (request.subscribe) {
        entry.held(nowMs);
        news.add(entry.topic);
      } else {
        entry.left();
      }
    }
    held += news.size();
    tidy();
    if (!news.isEmpty()) {
      carrier.held(news);
    }
    return true;
  }

  boolean isUnderWay(@Nullable String id) {
    return open.contains(id);
  }

  /** The exchange refused it; {@link #tidy} when its topics are dealt with. */
  OpenRequests.@Nullable Open answer(@Nullable String id) {
    return open.answer(id);
  }

  /** How many topics this connection takes. */
  void limitTopics(int topics) {
    topicLimit = topics;
  }

  /** How many symbols a request may name. */
  void limitBatch(int symbols) {
    symbolsPerRequest = Math.min(symbolsPerRequest, symbols);
  }

  /** Gives up waiting for answers that are late; how often in a row that happened to one topic. */
  int expire(long nowMs) {
    return open.expire(nowMs);
  }

  /** Topics that should have sent something by now; they will be subscribed anew. */
  List<Topic> silent(long nowMs) {
    List<Topic> silent = new ArrayList<>();
    for (TopicEntry entry : entries.values()) {
      if (nowMs >= entry.firstDataDeadlineMs(firstDataMs)) {
        entry.silent();
        silent.add(entry.topic);
      }
    }
    return silent;
  }

  /** Hot path. */
  void onData(Topic topic) {
    if (TopicEntry.isRegular(topic)) {
      TopicEntry entry = entries.get(topic);
      if (entry != null) {
        entry.delivered();
      }
    }
  }

  /** When there is something to do; in the past when there is already. */
  long nextMs() {
    int room = room();
    long nextMs = open.nextMs();
    for (TopicEntry entry : entries.values()) {
      boolean fits = room > 0 || entry.stage != TopicEntry.Stage.ABSENT;
      if (entry.wants(false) || (entry.wants(true) && fits)) {
        nextMs = Math.min(nextMs, entry.notBeforeMs);
      }
      nextMs = Math.min(nextMs, entry.firstDataDeadlineMs(firstDataMs));
    }
    return nextMs;
  }

  boolean holds(Topic topic) {
    TopicEntry entry = entries.get(topic);
    return entry != null && entry.stage == TopicEntry.Stage.HELD;
  }

  /** Since when it is held, or was held last; never when it was not. */
  long heldSinceMs(Topic topic) {
    TopicEntry entry = entries.get(topic);
    return entry == null ? Long.MAX_VALUE : entry.heldSinceMs();
  }

  int desired() {
    return desired;
  }

  int held() {
    return held;
  }
}
