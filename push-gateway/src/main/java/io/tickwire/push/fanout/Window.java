package io.tickwire.push.fanout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Events of one connection that wait to leave together. It opens with its first event and is due
 * after its interval. Of what may be conflated, the newest of a channel is kept, at the end.
 */
final class Window {
  /** What a waiting quote counts: it has no text yet. */
  static final int QUOTE_BYTES = 512;

  private final int intervalMs;
  private final Map<Object, Publication> events = new LinkedHashMap<>();
  private final Set<String> channels = new HashSet<>();
  private long bytes;
  private long dueMs;

  Window(int intervalMs) {
    this.intervalMs = intervalMs;
  }

  void put(Publication event, long nowMs) {
    if (events.isEmpty()) {
      dueMs = nowMs + intervalMs;
    }
    if (event.isConflatable()) {
      remove(event.channel());
      events.put(event.channel(), event);
    } else {
      events.put(new Object(), event);
      channels.add(event.channel());
    }
    bytes += bytes(event);
  }

  boolean isDue(long nowMs) {
    return !events.isEmpty() && nowMs >= dueMs;
  }

  /** Whether an event of the channel waits that must not be dropped or overtaken. */
  boolean holdsEventOf(String channel) {
    return channels.contains(channel);
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /** All events in order; the window is closed then. */
  List<Publication> take() {
    List<Publication> taken = new ArrayList<>(events.values());
    events.clear();
    channels.clear();
    bytes = 0;
    return taken;
  }

  /** Drops the waiting market data of a channel. */
  void remove(String channel) {
    Publication before = events.remove(channel);
    if (before != null) {
      bytes -= bytes(before);
    }
  }

  /**
   * @return the channels of those that were dropped, one for each
   */
  List<String> dropConflatable() {
    List<String> dropped = new ArrayList<>();
    for (Publication event : events.values()) {
      if (event.isConflatable()) {
        dropped.add(event.channel());
      }
    }
    events.values().removeIf(Publication::isConflatable);
    bytes = 0;
    events.values().forEach(event -> bytes += bytes(event));
    return dropped;
  }

  long bytes() {
    return bytes;
  }

  private static long bytes(Publication event) {
    return event.isConflatable() ? QUOTE_BYTES : Outbox.bytes(event.text());
  }
}
