package io.tickwire.push.fanout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What should have left but may not yet: more events than the user's budget allows, or quotes for a
 * reader who is behind. Events keep their order and are bounded in number and bytes; of quotes the
 * newest of each channel is kept. Events leave first.
 */
final class Overdue {
  private static final int SECONDS = 10;

  private final int mostBytes;
  private final Deque<Publication> events = new ArrayDeque<>(0);
  private final Window quotes = new Window(0, 0);
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
    return quotes.put(quote, 0);
  }

  /** Whether an event that comes now would overtake. */
  boolean holdsEvents() {
    return !events.isEmpty();
  }

  boolean isEmpty() {
    return events.isEmpty() && quotes.isEmpty();
  }

  int size() {
    return events.size() + quotes.size();
  }

  long bytes() {
    return eventBytes + quotes.bytes();
  }

  /** The first so many of them, which must be there. */
  List<Publication> take(int count) {
    List<Publication> taken = new ArrayList<>(count);
    while (taken.size() < count && !events.isEmpty()) {
      Publication event = events.remove();
      eventBytes -= event.bytes().length();
      taken.add(event);
    }
    if (taken.size() < count) {
      taken.addAll(quotes.take(count - taken.size()));
    }
    return taken;
  }

  /**
   * @return whether there was one
   */
  boolean forgetQuote(String channel) {
    return quotes.remove(channel);
  }

  /**
   * @return the channels of the quotes that were dropped, one for each
   */
  List<String> dropQuotes() {
    return quotes.dropConflatable();
  }
}
