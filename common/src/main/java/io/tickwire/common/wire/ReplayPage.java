package io.tickwire.common.wire;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames in one buffer, each behind its length as i32: the answer to a {@link ReplayRequest}. Holds
 * the first of the frames asked for that are still known, in order, as many as fit; who wants more
 * asks again. No frames mean that none of them is known.
 */
public final class ReplayPage {
  /** A page is not made longer than this, unless its first frame alone is. */
  public static final int MOST_BYTES = 1 << 20;

  private ReplayPage() {}

  /** As many of the frames as fit, from the first. */
  public static Buffer write(List<TickFrame> frames) {
    Buffer page = Buffer.buffer();
    for (TickFrame frame : frames) {
      int length = frame.bytes().length();
      if (page.length() > 0 && page.length() + 4 + length > MOST_BYTES) {
        break;
      }
      page.appendInt(length).appendBuffer(frame.bytes());
    }
    return page;
  }

  /**
   * @throws IllegalArgumentException when the page is not whole
   */
  public static List<TickFrame> read(Buffer page) {
    List<TickFrame> frames = new ArrayList<>();
    int at = 0;
    while (at < page.length()) {
      if (page.length() - at < 4) {
        throw new IllegalArgumentException("truncated replay page: bytes=" + page.length());
      }
      int length = page.getInt(at);
      at += 4;
      if (length < 0 || length > page.length() - at) {
        throw new IllegalArgumentException("truncated replay page: frame=" + length);
      }
      frames.add(TickFrame.of(page.getBuffer(at, at + length)));
      at += length;
    }
    return frames;
  }
}
