package io.tickwire.push.fanout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one connection: one for each interval that it has subscribed with, the shortest
 * first. One of 0 is due at once, with all that came in the same turn of the event loop. Nearly
 * always there is just one, so every question is answered for one first. Not thread-safe.
 */
final class Windows {
  private static final Window[] NONE = {};

  private final int phase;
  private Window[] all = NONE;

  /** The window, while there is just one. */
  private @Nullable Window only;

  /** No window is due before; most calls need to look no further. */
  private long nextDueMs = Long.MAX_VALUE;

  /**
   * @param phase in which they end, of {@link Fanout#nextPhase}
   */
  Windows(int phase) {
    this.phase = phase;
  }

  /**
   * @return whether it took the place of an older quote
   */
  boolean put(Publication event, int intervalMs, long nowMs) {
    return put(event, window(intervalMs), nowMs);
  }

  private boolean put(Publication event, Window window, long nowMs) {
    boolean replaces = window.put(event, nowMs);
    nextDueMs = Math.min(nextDueMs, window.dueMs());
    return replaces;
  }

  /**
   * Puts an event where it does not overtake another of its channel: into the window that holds
   * one, or into its own.
   */
  void putInOrder(Publication event, int intervalMs, long nowMs) {
    put(event, windowFor(event.channel(), intervalMs), nowMs);
  }

  private Window windowFor(String channel, int intervalMs) {
    Window one = only;
    if (one != null && one.intervalMs() == intervalMs) {
      // There is nothing that it could overtake.
      return one;
    }
    for (Window window : all) {
      if (window.holdsEventOf(channel)) {
        return window;
      }
    }
    return window(intervalMs);
  }

  private Window window(int intervalMs) {
    int place = 0;
    while (place < all.length && all[place].intervalMs() < intervalMs) {
      place++;
    }
    return place < all.length && all[place].intervalMs() == intervalMs
        ? all[place]
        : insert(new Window(intervalMs, phase), place);
  }

  private Window insert(Window fresh, int place) {
    Window[] more = Arrays.copyOf(all, all.length + 1);
    System.arraycopy(all, place, more, place + 1, all.length - place);
    more[place] = fresh;
    all = more;
    only = more.length == 1 ? fresh : null;
    return fresh;
  }

  /** Whether something waits, as far as is known, and for later than now. */
  boolean waitPast(long nowMs) {
    return nowMs < nextDueMs && nextDueMs < Long.MAX_VALUE;
  }

  /** What the first window that is due holds, in order; nothing when none is. */
  List<Publication> takeDue(long nowMs) {
    for (Window window : all) {
      if (window.isDue(nowMs)) {
        return window.take();
      }
    }
    return List.of();
  }

  /** To be called when what was due has been taken. */
  void findNextDue() {
    nextDueMs = Long.MAX_VALUE;
    for (Window window : all) {
      if (!window.isEmpty()) {
        nextDueMs = Math.min(nextDueMs, window.dueMs());
      }
    }
  }

  /** All that waits, window by window. */
  List<Publication> takeAll() {
    List<Publication> taken = new ArrayList<>();
    for (Window window : all) {
      taken.addAll(window.take());
    }
    return taken;
  }

  /**
   * Drops the waiting quotes of a channel.
   *
   * @return how many there were
   */
  int forgetQuotes(String channel) {
    int forgotten = 0;
    for (Window window : all) {
      forgotten += window.remove(channel) ? 1 : 0;
    }
    return forgotten;
  }

  /**
   * Drops the quotes of window after window until so much is dropped.
   *
   * @return the channels of those that were dropped, one for each
   */
  List<String> dropQuotes(long leastBytes) {
    List<String> dropped = new ArrayList<>();
    for (int i = 0;
        i < all.length && (long) dropped.size() * Window.QUOTE_BYTES < leastBytes;
        i++) {
      dropped.addAll(all[i].dropConflatable());
    }
    return dropped;
  }

  boolean isEmpty() {
    for (Window window : all) {
      if (!window.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  int size() {
    int events = 0;
    for (Window window : all) {
      events += window.size();
    }
    return events;
  }

  long bytes() {
    Window one = only;
    if (one != null) {
      return one.bytes();
    }
    long bytes = 0;
    for (Window window : all) {
      bytes += window.bytes();
    }
    return bytes;
  }

  void clear() {
    all = NONE;
    only = null;
  }
}
