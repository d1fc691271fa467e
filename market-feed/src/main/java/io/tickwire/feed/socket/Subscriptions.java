package io.tickwire.feed.socket;

import io.tickwire.feed.venue.kucoin.Channel;
import io.tickwire.feed.venue.kucoin.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Desired against acknowledged topics of one socket, and the requests under way between the two.
 * What is not acknowledged in time is asked for again: asking twice gives two acks and one stream.
 * Pure, not thread-safe; times are milliseconds of a clock that does not go back.
 *
 * <p>Per topic: ABSENT → ASKED (subscribe sent) → HELD (ack) → LEAVING (unsubscribe sent) → ABSENT.
 * A time-out or a refusal takes one step back.
 */
final class Subscriptions {
  /** A subscribe or unsubscribe to send. */
  record Request(String id, boolean subscribe, Channel channel, List<String> symbols) {}

  private enum Stage {
    ABSENT,
    ASKED,
    HELD,
    LEAVING
  }

  private static final class Entry {
    final Topic topic;
    boolean desired = true;
    Stage stage = Stage.ABSENT;
    long notBeforeMs = Long.MIN_VALUE;

    Entry(Topic topic) {
      this.topic = topic;
    }
  }

  private record UnderWay(boolean subscribe, List<Entry> entries, long deadlineMs) {}

  private final int symbolsPerRequest;
  private final long ackTimeoutMs;
  private final Map<String, Entry> byText = new LinkedHashMap<>();
  private final Map<String, UnderWay> underWay = new HashMap<>();
  private long requests;

  Subscriptions(int symbolsPerRequest, long ackTimeoutMs) {
    this.symbolsPerRequest = symbolsPerRequest;
    this.ackTimeoutMs = ackTimeoutMs;
  }

  /** Replaces the desired topics. */
  void desire(Collection<Topic> topics) {
    Set<String> texts = new HashSet<>();
    for (Topic topic : topics) {
      texts.add(topic.text());
      byText.computeIfAbsent(topic.text(), text -> new Entry(topic)).desired = true;
    }
    byText.forEach((text, entry) -> entry.desired = texts.contains(text));
    byText.values().removeIf(entry -> !entry.desired && entry.stage == Stage.ABSENT);
  }

  /** The connection is gone, and with it everything acknowledged. */
  void disconnected() {
    underWay.clear();
    byText
        .values()
        .forEach(
            entry -> {
              entry.stage = Stage.ABSENT;
              entry.notBeforeMs = Long.MIN_VALUE;
            });
    byText.values().removeIf(entry -> !entry.desired);
  }

  /** The requests to send now; they count as under way. */
  List<Request> due(long nowMs, int most) {
    List<Request> requests = new ArrayList<>();
    collect(requests, nowMs, most, true);
    collect(requests, nowMs, most, false);
    return requests;
  }

  private void collect(List<Request> into, long nowMs, int most, boolean subscribe) {
    Map<Channel, List<Entry>> byChannel = new EnumMap<>(Channel.class);
    for (Entry entry : byText.values()) {
      Stage from = subscribe ? Stage.ABSENT : Stage.HELD;
      if (entry.desired == subscribe && entry.stage == from && nowMs >= entry.notBeforeMs) {
        byChannel.computeIfAbsent(entry.topic.channel(), c -> new ArrayList<>()).add(entry);
      }
    }
    byChannel.forEach(
        (channel, entries) -> {
          for (int at = 0; at < entries.size() && into.size() < most; at += symbolsPerRequest) {
            List<Entry> batch =
                entries.subList(at, Math.min(entries.size(), at + symbolsPerRequest));
            into.add(begin(channel, List.copyOf(batch), nowMs, subscribe));
          }
        });
  }

  private Request begin(Channel channel, List<Entry> entries, long nowMs, boolean subscribe) {
    String id = (subscribe ? "sub-" : "unsub-") + ++requests;
    entries.forEach(entry -> entry.stage = subscribe ? Stage.ASKED : Stage.LEAVING);
    underWay.put(id, new UnderWay(subscribe, entries, nowMs + ackTimeoutMs));
    return new Request(
        id, subscribe, channel, entries.stream().map(entry -> entry.topic.symbol()).toList());
  }

  /** False when no such request is under way: it came too late. */
  boolean acknowledged(String id) {
    UnderWay request = underWay.remove(id);
    if (request == null) {
      return false;
    }
    settle(request, request.subscribe ? Stage.HELD : Stage.ABSENT, Long.MIN_VALUE);
    return true;
  }

  boolean isUnderWay(@Nullable String id) {
    return id != null && underWay.containsKey(id);
  }

  /** The exchange refused it; its topics are not asked for again before that time. */
  void refused(String id, long notBeforeMs) {
    UnderWay request = underWay.remove(id);
    if (request != null) {
      stepBack(request, notBeforeMs);
    }
  }

  /** Gives up waiting for acks that are late; how many requests that were. */
  int expire(long nowMs) {
    List<String> late =
        underWay.entrySet().stream()
            .filter(entry -> nowMs - entry.getValue().deadlineMs >= 0)
            .map(Map.Entry::getKey)
            .toList();
    for (String id : late) {
      refused(id, Long.MIN_VALUE);
    }
    return late.size();
  }

  private void stepBack(UnderWay request, long notBeforeMs) {
    settle(request, request.subscribe ? Stage.ABSENT : Stage.HELD, notBeforeMs);
  }

  private void settle(UnderWay request, Stage stage, long notBeforeMs) {
    for (Entry entry : request.entries) {
      entry.stage = stage;
      entry.notBeforeMs = notBeforeMs;
    }
    byText.values().removeIf(entry -> !entry.desired && entry.stage == Stage.ABSENT);
  }

  /** The topic of that text if data for it may come; hot path. */
  @Nullable Topic topic(String text) {
    Entry entry = byText.get(text);
    return entry == null ? null : entry.topic;
  }

  int desired() {
    return (int) byText.values().stream().filter(entry -> entry.desired).count();
  }

  int acknowledged() {
    return (int) byText.values().stream().filter(entry -> entry.stage == Stage.HELD).count();
  }
}
