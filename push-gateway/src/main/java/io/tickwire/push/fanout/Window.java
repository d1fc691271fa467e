package io.tickwire.push.fanout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events of one connection that wait to leave together. It opens with its first event and is due
 * after its interval. Of what may be conflated, the newest of a channel is kept, at the end.
 */
final class Window {
  /** What a waiting quote counts: it has no text yet. */
  static final int QUOTE_BYTES = 512;

  private final int intervalMs;

  /** In order; null where a newer quote has taken the place of an older one. */
  private final List<@Nullable Publication> places = new ArrayList<>();

  /** Where the quote of a channel is. */
  private final Map<String, Integer> quotes = new HashMap<>();

  private int waiting;
  private long bytes;
  private long dueMs;

  Window(int intervalMs) {
    this.intervalMs = intervalMs;
  }

  int intervalMs() {
    return intervalMs;
  }

  /**
   * @return whether it took the place of an older one
   */
  boolean put(Publication event, long nowMs) {
    if (waiting == 0) {
      dueMs = nowMs + intervalMs;
    }
    boolean replaces = false;
    if (event.isConflatable()) {
      Integer before = quotes.put(event.channel(), places.size());
      replaces = before != null;
      if (before != null) {
        places.set(before, null);
        waiting--;
        bytes -= QUOTE_BYTES;
      }
    }
    places.add(event);
    waiting++;
    bytes += bytes(event);
    if (places.size() > 2 * waiting + 16) {
      keep(List.copyOf(events()));
    }
    return replaces;
  }

  long dueMs() {
    return dueMs;
  }

  boolean isDue(long nowMs) {
    return waiting > 0 && nowMs >= dueMs;
  }

  /** Whether an event of the channel waits that must not be dropped or overtaken. */
  boolean holdsEventOf(String channel) {
    if (waiting > quotes.size()) {
      for (Publication event : places) {
        if (event != null && !event.isConflatable() && event.channel().equals(channel)) {
          return true;
        }
      }
    }
    return false;
  }

  boolean isEmpty() {
    return waiting == 0;
  }

  /** All events in order; the window is closed then. */
  List<Publication> take() {
    List<Publication> taken = events();
    keep(List.of());
    return taken;
  }

  /** The first so many of them. */
  List<Publication> take(int count) {
    List<Publication> all = events();
    if (count >= all.size()) {
      keep(List.of());
      return all;
    }
    List<Publication> taken = List.copyOf(all.subList(0, count));
    keep(List.copyOf(all.subList(count, all.size())));
    return taken;
  }

  int size() {
    return waiting;
  }

  private List<Publication> events() {
    List<Publication> events = new ArrayList<>(waiting);
    for (Publication event : places) {
      if (event != null) {
        events.add(event);
      }
    }
    return events;
  }

  /** Closes the gaps. */
  private void keep(List<Publication> events) {
    places.clear();
    quotes.clear();
    waiting = events.size();
    bytes = 0;
    for (Publication event : events) {
      if (event.isConflatable()) {
        quotes.put(event.channel(), places.size());
      }
      places.add(event);
      bytes += bytes(event);
    }
  }

  /**
   * Drops the waiting market data of a channel.
   *
   * @return whether there was any
   */
  boolean remove(String channel) {
    Integer place = quotes.remove(channel);
    if (place == null) {
      return false;
    }
    places.set(place, null);
    waiting--;
    bytes -= QUOTE_BYTES;
    return true;
  }

  /**
   * @return the channels of those that were dropped, one for each
   */
  List<String> dropConflatable() {
    List<String> dropped = List.copyOf(quotes.keySet());
    List<Publication> kept = events();
    kept.removeIf(Publication::isConflatable);
    keep(kept);
    return dropped;
  }

  long bytes() {
    return bytes;
  }

  private static long bytes(Publication event) {
    return event.isConflatable() ? QUOTE_BYTES : event.bytes().length();
  }
}
