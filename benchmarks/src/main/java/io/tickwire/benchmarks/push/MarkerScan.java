package io.tickwire.benchmarks.push;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Finds the marks in the bytes of one connection, wherever reads cut them: {@code ~sequence:time~}
 * in every event, and once a mark of the system's own in the answer to the subscription. Frames
 * need not be looked at: neither is anywhere else.
 *
 * <p>Every byte is looked at. Whole marks are found eight bytes at a time by {@link WholeMark};
 * what a read cuts, and all before the answer, goes byte by byte.
 */
final class MarkerScan {
  /** Hears of what is found. */
  interface Listener {
    void onSubscribed();

    void onEvent(long sequence, long intendedNs);
  }

  private static final int OUTSIDE = 0;
  private static final int SEQUENCE = 1;
  private static final int TIME = 2;

  private final byte[] readyMark;
  private final WholeMark whole = new WholeMark();
  private int readyMatched;
  private int state;
  private int digits;
  private long sequence;
  private long time;

  MarkerScan(String readyMark) {
    this.readyMark = readyMark.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * @param bytes read to their end; left little-endian
   */
  void scan(ByteBuffer bytes, Listener listener) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    int end = bytes.limit();
    int at = bytes.position();
    while (at < end) {
      if (state == OUTSIDE && readyMatched == readyMark.length) {
        at = passWholeMarks(bytes, at, end, listener);
      }
      if (at < end) {
        pass(bytes.get(at), listener);
        at++;
      }
    }
    bytes.position(end);
  }

  /** How far only whole marks were met, and bytes that belong to none. */
  private int passWholeMarks(ByteBuffer bytes, int from, int end, Listener listener) {
    int at = WholeMark.open(bytes, from, end);
    while (whole.isAt(bytes, at, end)) {
      listener.onEvent(whole.sequence(), whole.time());
      at = WholeMark.open(bytes, whole.end(), end);
    }
    return at;
  }

  private void pass(byte next, Listener listener) {
    if (state == OUTSIDE) {
      outside(next, listener);
    } else if (next >= '0' && next <= '9') {
      digit(next - '0');
    } else if (next == ':' && state == SEQUENCE && digits > 0) {
      state = TIME;
      digits = 0;
      time = 0;
    } else {
      if (state == TIME && next == '~' && digits > 0) {
        listener.onEvent(sequence, time);
      }
      state = OUTSIDE;
    }
  }

  private void outside(byte next, Listener listener) {
    if (next == '~') {
      state = SEQUENCE;
      digits = 0;
      sequence = 0;
    } else if (readyMatched < readyMark.length) {
      lookForReady(next, listener);
    }
  }

  private void lookForReady(byte next, Listener listener) {
    if (next == readyMark[readyMatched]) {
      readyMatched++;
      if (readyMatched == readyMark.length) {
        listener.onSubscribed();
      }
    } else {
      readyMatched = next == readyMark[0] ? 1 : 0;
    }
  }

  private void digit(int digit) {
    digits++;
    if (state == SEQUENCE) {
      sequence = sequence * 10 + digit;
    } else {
      time = time * 10 + digit;
    }
  }
}
