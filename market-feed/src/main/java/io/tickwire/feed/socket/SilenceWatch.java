package io.tickwire.feed.socket;

/**
 * Notices that a connection that should deliver does not. A socket of illiquid symbols is silent
 * for good reasons, so each loss it has caused doubles what it allows, up to ten minutes; an hour
 * without one and it is strict again. Pure, not thread-safe.
 */
final class SilenceWatch {
  static final long MOST_MS = 600_000;
  private static final long FORGET_MS = 3_600_000;
  private static final long NEVER = Long.MAX_VALUE;

  private final long allowedMs;
  private boolean holding;
  private long lastMs;
  private long leastMs;
  private int losses;
  private long lostMs;

  SilenceWatch(long allowedMs) {
    this.allowedMs = allowedMs;
  }

  /** A new connection, which holds nothing yet. */
  void connected(long pingIntervalMs) {
    holding = false;
    leastMs = 2 * pingIntervalMs;
  }

  /** Whether the exchange has acknowledged anything. */
  void holding(boolean now, long nowMs) {
    if (now && !holding) {
      lastMs = nowMs;
    }
    holding = now;
  }

  /** Hot path. */
  void onData(long nowMs) {
    lastMs = nowMs;
  }

  boolean isTooLong(long nowMs) {
    return nowMs >= deadlineMs(nowMs);
  }

  void lost(long nowMs) {
    if (nowMs - lostMs >= FORGET_MS) {
      losses = 0;
    }
    losses++;
    lostMs = nowMs;
  }

  /** When to look again, if nothing arrives until then. */
  long deadlineMs(long nowMs) {
    if (!holding) {
      return NEVER;
    }
    int doublings = nowMs - lostMs >= FORGET_MS ? 0 : Math.min(losses, 10);
    long most = Math.max(allowedMs, MOST_MS);
    return lastMs + Math.max(leastMs, Math.min(most, allowedMs << doublings));
  }
}
