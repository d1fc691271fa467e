package io.tickwire.feed.socket;

import io.tickwire.feed.venue.ConnectGrant;
import org.jspecify.annotations.Nullable;

/**
 * The pings of one connection: sent at the interval the exchange wants, however much it is sending
 * itself, and answered in time or not. Pure, not thread-safe.
 */
final class Heartbeat {
  private static final long NEVER = Long.MAX_VALUE;

  private final long intervalMs;
  private final long timeoutMs;
  private long nextPingMs;
  private long pongDeadlineMs = NEVER;
  private long pings;
  private @Nullable String unanswered;
  private long unansweredSentMs;
  private long provenMs = Long.MIN_VALUE;

  Heartbeat(ConnectGrant grant, long nowMs) {
    this.intervalMs = grant.pingIntervalMs();
    this.timeoutMs = grant.pingTimeoutMs();
    this.nextPingMs = nowMs + intervalMs;
  }

  boolean isDue(long nowMs) {
    return nowMs >= nextPingMs;
  }

  /** The id of the ping to send now. */
  String next(long nowMs) {
    nextPingMs = Math.max(nextPingMs + intervalMs, nowMs + 1);
    String id = "ping-" + ++pings;
    if (unanswered == null) {
      unanswered = id;
      unansweredSentMs = nowMs;
      pongDeadlineMs = nowMs + timeoutMs;
    }
    return id;
  }

  void onPong(String id) {
    if (id.equals(unanswered)) {
      unanswered = null;
      provenMs = unansweredSentMs;
      pongDeadlineMs = NEVER;
    }
  }

  /**
   * When the newest ping that was answered was sent: what the exchange sent before then has
   * arrived, as a connection keeps the order.
   */
  long provenMs() {
    return provenMs;
  }

  boolean isUnanswered(long nowMs) {
    return nowMs >= pongDeadlineMs;
  }

  long nextMs() {
    return Math.min(nextPingMs, pongDeadlineMs);
  }
}
