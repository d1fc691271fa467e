package io.tickwire.push.fanout;

import io.tickwire.push.protocol.ServerFrames;
import java.util.List;

/** Where an {@link Outbox} writes to: a socket, or a list in a test. */
public interface Sink {
  /** Whether the reader is behind, so that writing on would only fill memory. */
  boolean isFull();

  /** One message that is nobody else's. */
  void write(String text);

  /**
   * One message of events that others get as well.
   *
   * @param events at least one; several become a batch
   */
  default void write(List<Publication> events) {
    write(ServerFrames.batch(events.stream().map(Publication::text).toList()));
  }

  /** The reader is too slow to be kept; called once. */
  void overflow();
}
