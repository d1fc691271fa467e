package io.tickwire.push.fanout;

/** Where an {@link Outbox} writes to: a socket, or a list in a test. */
public interface Sink {
  /** Whether the reader is behind, so that writing on would only fill memory. */
  boolean isFull();

  void write(String text);

  /** The reader is too slow to be kept; called once. */
  void overflow();
}
