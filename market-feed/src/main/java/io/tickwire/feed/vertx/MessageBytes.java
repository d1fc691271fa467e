package io.tickwire.feed.vertx;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Collects the frames of one message in an array that is used again. Not thread-safe. */
final class MessageBytes {
  private static final int FIRST_BYTES = 8 << 10;

  private final int most;
  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  /**
   * @param most bytes of a message
   */
  MessageBytes(int most) {
    this.most = most;
  }

  void clear() {
    length = 0;
  }

  /** False when the message is too long. */
  boolean append(Buffer frame) {
    int needed = length + frame.length();
    if (needed > most) {
      return false;
    }
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(needed, bytes.length * 2)));
    }
    frame.getBytes(bytes, length);
    length = needed;
    return true;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
