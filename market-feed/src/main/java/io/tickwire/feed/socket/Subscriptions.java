package io.tickwire.feed.socket;

import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.TopicLookup;
import io.tickwire.feed.venue.TopicTable;
import io.tickwire.feed.venue.Venue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Desired against acknowledged topics of one connection, and the requests under way between the
 * two. What is not acknowledged in time is asked for again: asking twice gives two acks and one
 * stream. Pure, not thread-safe; times are milliseconds of a clock that does not go back.
 *
 * <p>Per topic: ABSENT → ASKED (subscribe sent) → HELD (ack) → LEAVING (unsubscribe sent) → ABSENT.
 * A time-out or a refusal takes one step back.
 */
final class Subscriptions {
  /** A subscribe or unsubscribe to send. */
  record Request(String id, boolean subscribe, String channel, List<String> symbols) {}

  private enum Stage {
    ABSENT,
    ASKED,
    HELD,
    LEAVING
  }

  private static final class Entry {
    final Topic topic;
    final String text;
    boolean desired = true;
    Stage stage = Stage.ABSENT;
    long notBeforeMs = Long.MIN_VALUE;

    /** Refused in company: from now on asked for by itself. */
    boolean alone;

    /** Given up and asked for again, as it never delivered. */
    boolean renewing;

    long heldSinceMs;
    long patienceMs;

    Entry(Topic topic, String text) {
      this.topic = topic;
      this.text = text;
    }

    boolean is(boolean subscribe) {
      return subscribe
          ? desired && stage == Stage.ABSENT
          : stage == Stage.HELD && (!desired || renewing);
    }
  }

  private record UnderWay(boolean subscribe, List<Entry> entries, long deadlineMs) {}

  private static final long LONGEST_PATIENCE_MS = 600_000;

  private final Venue venue;
  private final long ackTimeoutMs;
  private final long firstPatienceMs;
  private final Map<Topic, Entry> byTopic = new LinkedHashMap<>();
  private final TopicTable table = new TopicTable();
  private final Map<String, UnderWay> underWay = new HashMap<>();

  /** Held topics that should deliver regularly and have not yet. */
  private final Set<Topic> unheard = new HashSet<>();

  private @Nullable Topic lastFound;
  private int symbolsPerRequest;
  private long requests;

  /**
   * @param firstPatienceMs how long a topic may stay silent after its ack; doubles each time
   */
  Subscriptions(Venue venue, int symbolsPerRequest, long ackTimeoutMs, long firstPatienceMs) {
    this.venue = venue;
    this.symbolsPerRequest = symbolsPerRequest;
    this.ackTimeoutMs = ackTimeoutMs;
    this.firstPatienceMs = firstPatienceMs;
  }

  /** Replaces the desired topics. */
  void desire(Collection<Topic> topics) {
    Set<Topic> wanted = new HashSet<>(topics);
    for (Topic topic : topics) {
      Entry known = byTopic.get(topic);
      if (known == null) {
        known = new Entry(topic, venue.text(topic));
        known.patienceMs = firstPatienceMs;
        byTopic.put(topic, known);
        table.put(known.text, topic);
      }
    }
    byTopic.forEach((topic, entry) -> entry.desired = wanted.contains(topic));
    purge();
  }

  private void purge() {
    byTopic
        .values()
        .removeIf(
            entry -> {
              boolean over = !entry.desired && entry.stage == Stage.ABSENT;
              if (over) {
                table.remove(entry.text);
                unheard.remove(entry.topic);
              }
              return over;
            });
  }

  /** The requests to send now; they count as under way. */
  List<Request> due(long nowMs, int most) {
    List<Request> requests = new ArrayList<>();
    collect(requests, nowMs, most, true);
    collect(requests, nowMs, most, false);
    return requests;
  }

  private void collect(List<Request> into, long nowMs, int most, boolean subscribe) {
    Map<String, List<Entry>> byChannel = new LinkedHashMap<>();
    for (Entry entry : byTopic.values()) {
      if (entry.is(subscribe) && nowMs >= entry.notBeforeMs) {
        String group = entry.topic.channel() + (entry.alone ? "\n" + entry.topic.symbol() : "");
        byChannel.computeIfAbsent(group, c -> new ArrayList<>()).add(entry);
      }
    }
    for (List<Entry> entries : byChannel.values()) {
      for (int at = 0; at < entries.size() && into.size() < most; at += symbolsPerRequest) {
        List<Entry> batch = entries.subList(at, Math.min(entries.size(), at + symbolsPerRequest));
        into.add(begin(List.copyOf(batch), nowMs, subscribe));
      }
    }
  }

  private Request begin(List<Entry> entries, long nowMs, boolean subscribe) {
    String id = (subscribe ? "sub-" : "unsub-") + ++requests;
    entries.forEach(entry -> entry.stage = subscribe ? Stage.ASKED : Stage.LEAVING);
    underWay.put(id, new UnderWay(subscribe, entries, nowMs + ackTimeoutMs));
    return new Request(
        id,
        subscribe,
        entries.get(0).topic.channel(),
        entries.stream().map(entry -> entry.topic.symbol()).toList());
  }

  /**
   * An ack came.
   *
   * @return the topics that are held since; none when it was of an unsubscribe or too late
   */
  List<Topic> acknowledged(String id, long nowMs) {
    UnderWay request = underWay.remove(id);
    if (request == null) {
      return List.of();
    }
    List<Topic> held = new ArrayList<>();
    for (Entry entry : request.entries) {
      entry.stage = request.subscribe ? Stage.HELD : Stage.ABSENT;
      entry.notBeforeMs = Long.MIN_VALUE;
      entry.renewing = false;
      if (request.subscribe) {
        entry.heldSinceMs = nowMs;
        held.add(entry.topic);
        if (entry.topic.kind() != TickKind.TRADE) {
          unheard.add(entry.topic);
        }
      } else {
        unheard.remove(entry.topic);
      }
    }
    purge();
    return held;
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

  /**
   * One of the topics is no good: those refused together are asked for one by one, one that was
   * alone not before that time.
   */
  void refusedOne(String id, long nowMs, long notBeforeMs) {
    UnderWay request = underWay.remove(id);
    if (request == null) {
      return;
    }
    boolean together = request.entries.size() > 1;
    request.entries.forEach(entry -> entry.alone = true);
    stepBack(request, together ? nowMs : notBeforeMs);
  }

  /** The exchange takes fewer symbols in one request; 0 when it did not say how many. */
  void limitBatch(int symbols) {
    int lower = symbols > 0 ? symbols : symbolsPerRequest / 2;
    symbolsPerRequest = Math.max(1, Math.min(symbolsPerRequest, lower));
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
    for (Entry entry : request.entries) {
      entry.stage = request.subscribe ? Stage.ABSENT : Stage.HELD;
      entry.notBeforeMs = notBeforeMs;
    }
    purge();
  }

  // Hot path.

  /** Finds topics for a reader of frames, and remembers the last one found. */
  TopicLookup lookup() {
    return (bytes, from, to) -> {
      Topic found = table.find(bytes, from, to);
      lastFound = found;
      return found;
    };
  }

  /** The frame just read was data. */
  void heard() {
    if (!unheard.isEmpty() && lastFound != null) {
      unheard.remove(lastFound);
    }
  }

  /** Topics that were acknowledged long ago and never delivered; they are asked for anew. */
  List<Topic> renewSilent(long nowMs) {
    List<Topic> silent = new ArrayList<>();
    for (Topic topic : unheard) {
      Entry entry = byTopic.get(topic);
      if (entry != null
          && entry.desired
          && entry.stage == Stage.HELD
          && nowMs - entry.heldSinceMs >= entry.patienceMs) {
        entry.patienceMs = Math.min(LONGEST_PATIENCE_MS, 2 * entry.patienceMs);
        entry.renewing = true;
        silent.add(topic);
      }
    }
    silent.forEach(unheard::remove);
    return silent;
  }

  int desired() {
    return (int) byTopic.values().stream().filter(entry -> entry.desired).count();
  }

  int acknowledged() {
    return (int) byTopic.values().stream().filter(entry -> entry.stage == Stage.HELD).count();
  }

  boolean holds(Topic topic) {
    Entry entry = byTopic.get(topic);
    return entry != null && entry.stage == Stage.HELD && !entry.renewing;
  }

  /** Whether all that is desired is held. */
  boolean isComplete() {
    return byTopic.values().stream()
        .allMatch(entry -> !entry.desired || (entry.stage == Stage.HELD && !entry.renewing));
  }

  /** Whether all that is desired is held, but for what the exchange does not know. */
  boolean isCompleteButShelved(long nowMs) {
    return byTopic.values().stream()
        .allMatch(
            entry ->
                !entry.desired
                    || entry.stage == Stage.HELD
                    || (entry.alone && nowMs < entry.notBeforeMs));
  }
}
