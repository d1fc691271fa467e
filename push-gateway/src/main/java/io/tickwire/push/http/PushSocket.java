package io.tickwire.push.http;

import io.tickwire.push.fanout.Publication;
import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.WireFormat;
import java.util.List;

/**
 * One client's WebSocket as a connection uses it. Pings of the client are answered, and its close
 * frame is, without asking. Confined to its event loop.
 */
interface PushSocket {
  /** Time a client has to take and answer a close frame. */
  int CLOSING_MS = 5_000;

  /** What comes from the client. Called on the event loop, in order. */
  interface Listener {
    void onText(String message);

    void onBinary(byte[] message);

    void onPong();

    /** It takes more again, after it was {@link #isFull full}. */
    void onDrained();

    /** What comes cannot be read; the socket ends, with a code if the listener closes it now. */
    void onBroken(Throwable cause);

    /** It is over. Comes once, and last. */
    void onClosed();
  }

  /** What the client speaks. */
  WireFormat format();

  /** Whom to tell from now on; what came before and was held back comes first. */
  void listen(Listener listener);

  /** Holds back what the client sends. */
  void pause();

  void resume();

  /** Whether more is on the way to the reader than its buffer may hold. */
  boolean isFull();

  /** A message of its own. It leaves at the latest once the event loop's present task is over. */
  void write(String text);

  /** One message of events that others are sent as well. */
  void write(List<Publication> events);

  void ping();

  /** Whether one of the two has said that it closes. */
  boolean isClosed();

  /**
   * Sends a close frame behind what was written, and ends when the client has answered it, or not
   * within {@link #CLOSING_MS}. Closing twice does nothing.
   */
  void close(CloseCode code, String reason);
}
