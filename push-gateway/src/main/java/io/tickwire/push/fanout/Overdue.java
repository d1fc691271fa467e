package io.tickwire.push.fanout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What should have left but may not yet: more events than the user's budget allows, or quotes for a
 * reader who is behind. Events keep their order and are bounded in number and bytes; of quotes the
 * newest of each channel is kept. Events leave first.
 */
final class Overdue {
  private static final int SECONDS = 10;

  private final int mostBytes;
  private final Deque<Publication> events = new ArrayDeque<>(0);

  /** A newer quote keeps the place of the older, or a busy symbol would never be told. */
  private final Map<String, Publication> quotes = new LinkedHashMap<>();

  private long eventBytes;

  Overdue(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * @param perSecond of the budget it waits for
   * @return whether there was room for it
   */
  boolean addEvent(Publication event, int perSecond) {
    int bytes = event.bytes().length();
    if (events.size() >= (long) SECONDS * perSecond || eventBytes + bytes > mostBytes) {
      return false;
    }
    events.add(event);
    eventBytes += bytes;
    return true;
  }

  /**
   * @return whether it took the place of an older one
   */
  boolean addQuote(Publication quote) {
    return quotes.put(quote.channel(), quote) != null;
  }

  boolean isEmpty() {
    return events.isEmpty() && quotes.isEmpty();
  }

  int size() {
    return events.size() + quotes.size();
  }

  long bytes() {
    return eventBytes + (long) quotes.size() * Window.QUOTE_BYTES;
  }

  /** The first so many of them, which must be there. */
  List<Publication> take(int count) {
    List<Publication> taken = new ArrayList<>(count);
    while (taken.size() < count && !events.isEmpty()) {
      Publication event = events.remove();
      eventBytes -= event.bytes().length();
      taken.add(event);
    }
    Iterator<Publication> next = quotes.values().iterator();
    while (taken.size() < count) {
      taken.add(next.next());
      next.remove();
    }
    return taken;
  }

  /**
   * @return whether there was one
   */
  boolean forgetQuote(String channel) {
    return quotes.remove(channel) != null;
  }

  /**
   * @return the channels of the quotes that were dropped, one for each
   */
  List<String> dropQuotes() {
    List<String> dropped = List.copyOf(quotes.keySet());
    quotes.clear();
    return dropped;
  }
}
