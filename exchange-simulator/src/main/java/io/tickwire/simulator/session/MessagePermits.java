package io.tickwire.simulator.session;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * At most so many client messages in any ten seconds. Pure: the caller brings a monotonic clock.
 */
final class MessagePermits {

  private static final long WINDOW_NS = 10_000_000_000L;

  private final int max;
  private final Deque<Long> takenNs = new ArrayDeque<>();

  MessagePermits(int max) {
    this.max = max;
  }

  /** Takes a permit; false when there is none left. */
  boolean take(long nowNs) {
    if (max == 0) {
      return true;
    }
    while (!takenNs.isEmpty() && nowNs - takenNs.getFirst() >= WINDOW_NS) {
      takenNs.removeFirst();
    }
    if (takenNs.size() >= max) {
      return false;
    }
    takenNs.addLast(nowNs);
    return true;
  }
}
