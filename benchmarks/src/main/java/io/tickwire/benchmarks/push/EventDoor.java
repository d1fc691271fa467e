package io.tickwire.benchmarks.push;

import java.io.IOException;
import java.util.List;

/** The way for events into a system, for one thread. */
interface EventDoor extends AutoCloseable {
  /**
   * Hands in these events, JSON objects without line breaks.
   *
   * @throws IllegalStateException when the system refuses them
   */
  void publish(List<String> events) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
