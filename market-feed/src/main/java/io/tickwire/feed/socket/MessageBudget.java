package io.tickwire.feed.socket;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps one socket below the exchange's limit of 100 client messages in 10 s. Pings are counted and
 * never held back: what requests may not use is theirs. Pure, not thread-safe.
 */
final class MessageBudget {
  static final int MESSAGES = 90;

  /** A second more than the exchange's: on the way messages move closer together. */
  private static final long WINDOW_MS = 11_000;

  private final Deque<Long> sentMs = new ArrayDeque<>();

  int left(long nowMs) {
    while (!sentMs.isEmpty() && nowMs - sentMs.getFirst() >= WINDOW_MS) {
      sentMs.removeFirst();
    }
    return Math.max(0, MESSAGES - sentMs.size());
  }

  void spend(long nowMs) {
    sentMs.addLast(nowMs);
  }

  /** When it is worth asking again. */
  long freeAtMs(long nowMs) {
    return left(nowMs) > 0 ? nowMs : sentMs.getFirst() + WINDOW_MS;
  }

  /** A new connection starts with an empty count. */
  void clear() {
    sentMs.clear();
  }
}
