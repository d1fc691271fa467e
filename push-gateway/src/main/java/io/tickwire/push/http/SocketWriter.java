package io.tickwire.push.http;

import io.tickwire.push.fanout.Publication;
import java.util.List;

/** Writes the messages of one WebSocket. Confined to its event loop. */
interface SocketWriter {
  /** Whether more is on the way to the reader than its buffer may hold. */
  boolean isFull();

  /** A message of its own. */
  void write(String text);

  /** One message of events that others are sent as well. */
  void write(List<Publication> events);

  /** What was written leaves now. */
  void flush();
}
