package io.tickwire.push.fanout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events of one connection that wait to leave together, once an interval at most. It is due at the
 * next multiple of its interval, shifted by the connection's phase: so that not all connections of
 * an event loop are written to in one burst, which their clients and the kernel had to take at
 * once, while those of one phase share their bytes. Of what may be conflated, the newest of a
 * channel is kept, at the end.
 */
final class Window {
  static final int PHASES = 4;

  /** What a waiting quote counts: it has no text yet. */
  static final int QUOTE_BYTES = 512;

  private static final @Nullable Publication[] NOTHING = {};
  private static final int FIRST_PLACES = 8;

  /** A burst must not keep its memory. */
  private static final int KEPT_PLACES = 256;

  private final int intervalMs;
  private final int shiftMs;

  /** The first {@link #used} in order; null where a newer quote has taken the place of an older. */
  private @Nullable Publication[] places = NOTHING;

  private int used;

  /** Where the quote of a channel is. */
  private final Map<String, Integer> quotes = new HashMap<>(0);

  private int waiting;
  private long bytes;
  private long dueMs;

  /**
   * @param phase from 0 to below {@value #PHASES}
   */
  Window(int intervalMs, int phase) {
    this.intervalMs = intervalMs;
    this.shiftMs = intervalMs * phase / PHASES;
  }

  int intervalMs() {
    return intervalMs;
  }

  /**
   * @return whether it took the place of an older one
   */
  boolean put(Publication event, long nowMs) {
    if (waiting == 0) {
      dueMs =
          intervalMs == 0 ? nowMs : nowMs + intervalMs - Math.floorMod(nowMs - shiftMs, intervalMs);
    }
    boolean replaces = false;
    if (event.isConflatable()) {
      Integer before = quotes.put(event.channel(), used);
      replaces = before != null;
      if (before != null) {
        places[before] = null;
        waiting--;
        bytes -= QUOTE_BYTES;
      }
    }
    add(event);
    waiting++;
    bytes += bytes(event);
    if (used > 2 * waiting + 16) {
      keep(events());
    }
    return replaces;
  }

  private void add(Publication event) {
    if (used == places.length) {
      places = Arrays.copyOf(places, Math.max(FIRST_PLACES, 2 * used));
    }
    places[used++] = event;
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
      for (int i = 0; i < used; i++) {
        Publication event = places[i];
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

  int size() {
    return waiting;
  }

  private List<Publication> events() {
    List<Publication> events = new ArrayList<>(waiting);
    for (int i = 0; i < used; i++) {
      Publication event = places[i];
      if (event != null) {
        events.add(event);
      }
    }
    return events;
  }

  /** Closes the gaps. */
  private void keep(List<Publication> events) {
    if (used > KEPT_PLACES) {
      places = NOTHING;
    }
    Arrays.fill(places, 0, Math.min(used, places.length), null);
    quotes.clear();
    used = 0;
    waiting = events.size();
    bytes = 0;
    for (Publication event : events) {
      if (event.isConflatable()) {
        quotes.put(event.channel(), used);
      }
      add(event);
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
    places[place] = null;
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
