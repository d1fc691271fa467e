package io.tickwire.push.fanout;

import io.tickwire.push.protocol.Offset;
import io.tickwire.push.session.EventHistory;
import io.tickwire.push.session.Missed;
import io.tickwire.push.subscription.Subscription;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of the log, bounded in number and bytes; the events are shared by all event
 * loops, the list is one loop's own. Not thread-safe.
 */
public final class History implements EventHistory {
  private final FanoutConfig config;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private @Nullable Offset floor;
  private @Nullable Offset newest;
  private long bytes;

  private record Entry(Offset offset, Publication event) {}

  public History(FanoutConfig config) {
    this.config = config;
  }

  /**
   * Adds events that have not been added yet, in order.
   *
   * @param offset of the newest of them, or of the log when there are none
   */
  public void add(List<Publication> events, Offset offset) {
    for (Publication event : events) {
      Offset at = event.offset();
      if (at != null) {
        floor = floor == null ? at : floor;
        entries.add(new Entry(at, event));
        bytes += event.bytes().length();
      }
    }
    floor = floor == null ? offset : floor;
    newest = offset;
    while (entries.size() > config.historyEvents() || bytes > config.historyBytes()) {
      Entry oldest = entries.remove();
      bytes -= oldest.event().bytes().length();
      floor = oldest.offset();
    }
  }

  @Override
  public @Nullable Offset newest() {
    return newest;
  }

  @Override
  public boolean reaches(Subscription subscription, Offset since) {
    Offset oldest = floor;
    Offset last = newest;
    if (oldest == null || last == null || since.compareTo(oldest) < 0) {
      return false;
    }
    // An offset from the future is one of another log.
    if (since.compareTo(last) > 0) {
      return false;
    }
    long size = 0;
    for (Publication event : missed(List.of(new Missed(subscription, since)), List.of())) {
      size += event.bytes().length();
    }
    return size <= config.queueBytes() / 4;
  }

  /**
   * The events that were missed, each once, in order.
   *
   * @param held what the connection has got in the meantime
   */
  public List<Publication> missed(List<Missed> wanted, List<Missed> held) {
    Deque<Publication> found = new ArrayDeque<>();
    Offset first = wanted.stream().map(Missed::since).min(Offset::compareTo).orElse(null);
    if (first == null) {
      return List.of();
    }
    Iterator<Entry> backwards = entries.descendingIterator();
    while (backwards.hasNext()) {
      Entry entry = backwards.next();
      if (entry.offset().compareTo(first) <= 0) {
        break;
      }
      if (isWanted(entry, wanted) && !isWanted(entry, held)) {
        found.addFirst(entry.event());
      }
    }
    return List.copyOf(found);
  }

  private static boolean isWanted(Entry entry, List<Missed> by) {
    for (Missed missed : by) {
      if (entry.offset().compareTo(missed.since()) > 0
          && missed.subscription().wants(entry.event().fields())) {
        return true;
      }
    }
    return false;
  }
}
