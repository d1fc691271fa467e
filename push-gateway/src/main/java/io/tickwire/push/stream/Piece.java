package io.tickwire.push.stream;

import io.tickwire.push.fanout.Publication;
import io.tickwire.push.fanout.PushMetrics;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reader is told in one write, for the metrics. Not thread-safe. */
public final class Piece {
  private final List<Publication> events = new ArrayList<>();
  private int missed;

  /** The oldest event that waits; null when there is none. */
  public @Nullable Publication takeEvent(Reader reader) {
    boolean late = reader.hasMissed();
    Publication event = reader.takeEvent();
    if (event != null && late) {
      missed++;
    } else if (event != null) {
      events.add(event);
    }
    return event;
  }

  public void addQuotes(List<Publication> quotes) {
    events.addAll(quotes);
  }

  /** It was written. */
  public void sent(PushMetrics metrics) {
    metrics.sentPiece(events, missed);
  }
}
