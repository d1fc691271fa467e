package io.tickwire.push.stream;

import io.tickwire.push.fanout.Publication;
import io.tickwire.push.fanout.Replay;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one reader: events in the order of the log, since the last one he took is where he
 * will go on, and the newest quote of each channel, in the place of the one it replaces: a channel
 * that changes often is not always the last. Quotes that he begins with are apart, as they count
 * towards no budget. Bounded in bytes. Not thread-safe.
 */
public final class Reader {
  private final int queueBytes;
  private final Deque<Publication> events = new ArrayDeque<>();
  private final Map<String, Publication> quotes = new LinkedHashMap<>();
  private final Map<String, Publication> snapshots = new LinkedHashMap<>();
  private @Nullable Replay missed;
  private long bytes;
  private long added;
  private long counted;
  private int urgent;
  private boolean over;
  private int lost;

  /**
   * @param queueBytes that events may have which wait
   */
  public Reader(int queueBytes) {
    this.queueBytes = queueBytes;
  }

  /** What he has missed, which comes before all that is offered from now on. */
  public void missed(Replay found) {
    missed = found;
  }

  public void offer(Publication event) {
    if (over) {
      return;
    }
    if (event.isConflatable()) {
      offerQuote(event);
      return;
    }
    add(event);
    if (bytes > queueBytes) {
      lost = waiting();
      over = true;
      events.clear();
      quotes.clear();
      snapshots.clear();
      missed = null;
      urgent = 0;
    }
  }

  /** What is newer than a snapshot that he was not told yet is what he begins with. */
  private void offerQuote(Publication quote) {
    if (snapshots.replace(quote.channel(), quote) == null) {
      quotes.put(quote.channel(), quote);
    }
  }

  /** The newest quote of a channel that he has just joined. */
  public void begin(Publication snapshot) {
    if (!over) {
      quotes.remove(snapshot.channel());
      snapshots.put(snapshot.channel(), snapshot);
    }
  }

  private void add(Publication event) {
    events.add(event);
    added++;
    bytes += event.bytes().length();
    urgent += event.isUrgent() ? 1 : 0;
  }

  /** Whether an event waits that nothing may delay, nor what is before it. */
  public boolean holdsUrgent() {
    return urgent > 0 || (missed != null && missed.isUrgent() && missed.hasNext());
  }

  /** Whether more came than may wait: what is missing now can only be got by coming back. */
  public boolean isOver() {
    return over || (missed != null && missed.isLost());
  }

  /** How much waits, and will not come once it is over; what was missed does not count. */
  public int waiting() {
    return over ? lost : events.size() + quotes.size() + snapshots.size();
  }

  public boolean hasEvents() {
    return hasMissed() || !events.isEmpty();
  }

  /** Whether the next event is one that was missed. */
  public boolean hasMissed() {
    return missed != null && missed.hasNext();
  }

  /** Number of events that wait, without those that were missed or counted here before. */
  public int countWaiting() {
    int waiting = (int) Math.min(events.size(), added - counted);
    counted = added;
    return waiting;
  }

  /** Number of quotes that wait, without those that he begins with. */
  public int quotes() {
    return quotes.size();
  }

  /** The oldest event that waits; null when there is none. */
  public @Nullable Publication takeEvent() {
    Publication earlier = missed == null ? null : missed.take();
    if (earlier != null) {
      return earlier;
    }
    Publication event = events.poll();
    if (event != null) {
      bytes -= event.bytes().length();
      urgent -= event.isUrgent() ? 1 : 0;
    }
    return event;
  }

  /** All quotes that he begins with. */
  public List<Publication> takeSnapshots() {
    List<Publication> taken = List.copyOf(snapshots.values());
    snapshots.clear();
    return taken;
  }

  public List<Publication> takeQuotes() {
    return takeQuotes(quotes.size());
  }

  /**
   * @param most of them, those first that wait longest
   */
  public List<Publication> takeQuotes(int most) {
    List<Publication> taken = new ArrayList<>();
    Iterator<Publication> waiting = quotes.values().iterator();
    while (taken.size() < most && waiting.hasNext()) {
      taken.add(waiting.next());
      waiting.remove();
    }
    return taken;
  }

  /** Forgets a quote that waits. */
  public void forget(String channel) {
    quotes.remove(channel);
    snapshots.remove(channel);
  }
}
