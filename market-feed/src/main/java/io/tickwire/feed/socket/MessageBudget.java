package io.tickwire.feed.socket;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps one socket below the exchange's limit of 100 client messages in 10 s; the rest is left to
 * pings. Pure, not thread-safe.
 */
final class MessageBudget {
  static final int MESSAGES = 90;
  private static final long WINDOW_MS = 10_000;

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
}
