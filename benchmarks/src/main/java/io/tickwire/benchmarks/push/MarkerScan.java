package io.tickwire.benchmarks.push;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Finds the marks in the bytes of one connection, wherever reads cut them: {@code ~sequence:time~}
 * in every event, and once a mark of the system's own in the answer to the subscription. Frames
 * need not be looked at: neither is anywhere else.
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
  private int readyMatched;
  private int state;
  private long sequence;
  private long time;

  MarkerScan(String readyMark) {
    this.readyMark = readyMark.getBytes(StandardCharsets.US_ASCII);
  }

  void scan(ByteBuffer bytes, Listener listener) {
    int end = bytes.limit();
    for (int at = bytes.position(); at < end; at++) {
      byte next = bytes.get(at);
      if (state == OUTSIDE) {
        outside(next, listener);
      } else if (next >= '0' && next <= '9') {
        digit(next - '0');
      } else if (next == ':') {
        state = TIME;
        time = 0;
      } else {
        if (state == TIME && next == '~') {
          listener.onEvent(sequence, time);
        }
        state = OUTSIDE;
      }
    }
    bytes.position(end);
  }

  private void outside(byte next, Listener listener) {
    if (next == '~') {
      state = SEQUENCE;
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
    if (state == SEQUENCE) {
      sequence = sequence * 10 + digit;
    } else {
      time = time * 10 + digit;
    }
  }
}
