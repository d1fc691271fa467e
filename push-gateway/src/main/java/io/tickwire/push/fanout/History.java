package io.tickwire.push.fanout;

import io.tickwire.push.protocol.Offset;
import io.tickwire.push.session.EventHistory;
import io.tickwire.push.session.Missed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of the log, bounded in number and bytes; the events are shared by all event
 * loops, the list is one loop's own. Each has a number, one more than the one before, by which a
 * {@link Replay} finds where it was. Not thread-safe.
 */
public final class History implements EventHistory {
  private final FanoutConfig config;

  /** The event with a number is at its remainder; the length is a power of two. */
  private Publication[] ring = new Publication[64];

  private long first;
  private long next;
  private @Nullable Offset floor;
  private @Nullable Offset newest;
  private long bytes;

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
        append(event);
      }
    }
    floor = floor == null ? offset : floor;
    newest = offset;
    while (next - first > config.historyEvents() || bytes > config.historyBytes()) {
      floor = dropOldest();
    }
  }

  private void append(Publication event) {
    if (next - first == ring.length) {
      grow();
    }
    ring[place(next)] = event;
    next++;
    bytes += event.bytes().length();
  }

  private void grow() {
    Publication[] larger = new Publication[2 * ring.length];
    for (long number = first; number < next; number++) {
      larger[(int) (number & (larger.length - 1))] = ring[place(number)];
    }
    ring = larger;
  }

  @SuppressWarnings("NullAway") // What has left is not kept alive; nobody asks for its number.
  private Offset dropOldest() {
    Publication oldest = event(first);
    ring[place(first)] = null;
    first++;
    bytes -= oldest.bytes().length();
    return offset(oldest);
  }

  private int place(long number) {
    return (int) (number & (ring.length - 1));
  }

  @Override
  public @Nullable Offset newest() {
    return newest;
  }

  @Override
  public boolean reaches(Offset since) {
    Offset oldest = floor;
    Offset last = newest;
    // An offset from the future is one of another log.
    return oldest != null
        && last != null
        && since.compareTo(oldest) >= 0
        && since.compareTo(last) <= 0;
  }

  /**
   * The events up to now that were missed, each once, in order.
   *
   * @param held what the connection has got in the meantime
   */
  public Replay missed(List<Missed> wanted, List<Missed> held) {
    long from =
        wanted.stream()
            .map(Missed::since)
            .min(Offset::compareTo)
            .map(this::firstAfter)
            .orElse(next);
    return new Replay(this, from, wanted, held);
  }

  /** Number of the oldest event that came later. */
  private long firstAfter(Offset since) {
    long low = first;
    long high = next;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (offset(event(middle)).compareTo(since) > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Number of the oldest event that is kept. */
  long first() {
    return first;
  }

  /** Number of the next that will be added. */
  long next() {
    return next;
  }

  Publication event(long number) {
    return ring[place(number)];
  }

  /** Events without one are not kept here. */
  static Offset offset(Publication event) {
    Offset offset = event.offset();
    if (offset == null) {
      throw new IllegalArgumentException("not of the log: " + event.channel());
    }
    return offset;
  }
}
