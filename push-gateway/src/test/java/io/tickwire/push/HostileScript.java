package io.tickwire.push;

import java.nio.ByteBuffer;

/**
 * What one client does that means no good.
 *
 * @param what it is, for a failure's message
 * @param opening is sent at once
 * @param frames are sent once the server has said 101; empty when no WebSocket is asked for
 * @param count of frames or requests in it
 * @param ending what the server must do before the client leaves
 * @param abrupt whether the client leaves by a reset
 */
record HostileScript(
    String what, ByteBuffer opening, ByteBuffer frames, int count, Ending ending, boolean abrupt) {

  /** The last ping of frames that must be answered has this in it. */
  static final String LAST_PING = "fuzz-end";

  enum Ending {
    /** The server must end the connection. */
    CLOSED,
    /** The server must end the connection or answer what came last. */
    ANSWERED,
    /** The client leaves in the middle. */
    LEFT
  }

  boolean asksForWebSocket() {
    return frames.hasRemaining();
  }
}
