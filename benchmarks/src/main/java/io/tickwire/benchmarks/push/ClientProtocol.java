package io.tickwire.benchmarks.push;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.function.LongPredicate;

/**
 * How the clients of a system connect over WebSocket and subscribe.
 *
 * @param port of the server, on this machine
 * @param path with its query, asked for with the upgrade
 * @param subscribe what client number n sends once its connection is open; may be empty
 * @param readyMark what the server's answers hold, and nothing before them, when a client is
 *     subscribed; its first character is not in it again
 * @param wanted whether client number n is to get the event of a sequence
 */
record ClientProtocol(
    int port,
    String path,
    IntFunction<ByteBuffer> subscribe,
    String readyMark,
    IntFunction<LongPredicate> wanted) {
  /** Where each client gets every event. */
  ClientProtocol(int port, String path, IntFunction<ByteBuffer> subscribe, String readyMark) {
    this(port, path, subscribe, readyMark, client -> sequence -> true);
  }

  /** Held by answers that can be made to hold anything. */
  static final String MARK = "^";

  private static final byte TEXT = (byte) 0x81;
  private static final byte BINARY = (byte) 0x82;
  private static final int MASKED = 0x80;
  private static final int TWO_BYTE_LENGTH = 126;

  /** Subscribed by the server as soon as the connection is open. */
  static ClientProtocol subscribedAtOnce(int port) {
    return new ClientProtocol(port, "/", client -> ByteBuffer.allocate(0), MARK);
  }

  /** Whether the server subscribes a client without being asked. */
  boolean isSubscribedAtOnce() {
    return !subscribe.apply(0).hasRemaining();
  }

  /**
   * The request that makes a connection a WebSocket.
   *
   * @param compressed whether compression is offered as a browser does
   */
  byte[] upgrade(boolean compressed) {
    return ("GET "
            + path
            + " HTTP/1.1\r\n"
            + "Host: load\r\n"
            + "Upgrade: websocket\r\n"
            + "Connection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Version: 13\r\n"
            + (compressed
                ? "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
                : "")
            + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  static ByteBuffer textFrame(String text) {
    return frame(TEXT, text);
  }

  static ByteBuffer binaryFrame(String text) {
    return frame(BINARY, text);
  }

  /** A masked frame; a mask of zeros leaves it readable. */
  private static ByteBuffer frame(byte kind, String text) {
    byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
    frame.put(kind);
    if (payload.length < TWO_BYTE_LENGTH) {
      frame.put((byte) (MASKED | payload.length));
    } else {
      frame.put((byte) (MASKED | TWO_BYTE_LENGTH)).putShort((short) payload.length);
    }
    return frame.putInt(0).put(payload).flip();
  }
}
