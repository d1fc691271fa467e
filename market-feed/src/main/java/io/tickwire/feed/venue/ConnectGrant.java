package io.tickwire.feed.venue;

/**
 * The leave to open one socket; used once, as tokens age.
 *
 * @param token goes into the query, never into a log
 * @param endpoint {@code ws://} or {@code wss://}
 * @param pingIntervalMs how often the exchange wants a ping
 * @param pingTimeoutMs how long an answer to one may take
 */
public record ConnectGrant(String token, String endpoint, long pingIntervalMs, long pingTimeoutMs) {
  /** The exchange cuts a socket whose client says nothing for 60 s. */
  private static final long LONGEST_PING_INTERVAL_MS = 50_000;

  public ConnectGrant {
    if (token.isEmpty()) {
      throw new IllegalArgumentException("a token answer without a token");
    }
    if (!endpoint.startsWith("ws://") && !endpoint.startsWith("wss://")) {
      throw new IllegalArgumentException("not a WebSocket endpoint: endpoint=" + endpoint);
    }
    if (pingIntervalMs < 1 || pingTimeoutMs < 1) {
      throw new IllegalArgumentException(
          "impossible ping times: pingInterval="
              + pingIntervalMs
              + " pingTimeout="
              + pingTimeoutMs);
    }
    pingIntervalMs = Math.min(pingIntervalMs, LONGEST_PING_INTERVAL_MS);
  }

  @Override
  public String toString() {
    return "ConnectGrant[endpoint=" + endpoint + "]";
  }
}
