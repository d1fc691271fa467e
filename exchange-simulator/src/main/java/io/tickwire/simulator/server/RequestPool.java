package io.tickwire.simulator.server;

import java.util.HashMap;
import java.util.Map;

/**
 * KuCoin's public request pool: so much weight per client address in each window. Pure: the caller
 * brings the clock. Memory is bounded by the addresses seen within one window.
 */
final class RequestPool {

  static final int LIMIT = 2_000;
  static final long WINDOW_MS = 30_000;

  /**
   * What is left after a request and when the window ends; {@code admitted} is false when it asked
   * for too much.
   */
  record Standing(boolean admitted, int remaining, long resetMs) {}

  private final Map<String, Integer> usedByAddress = new HashMap<>();
  private long windowStartMs;

  Standing take(String address, int weight, long nowMs) {
    if (nowMs - windowStartMs >= WINDOW_MS || nowMs < windowStartMs) {
      usedByAddress.clear();
      windowStartMs = nowMs;
    }
    int used = usedByAddress.getOrDefault(address, 0);
    long resetMs = windowStartMs + WINDOW_MS - nowMs;
    if (used + weight > LIMIT) {
      return new Standing(false, LIMIT - used, resetMs);
    }
    usedByAddress.put(address, used + weight);
    return new Standing(true, LIMIT - used - weight, resetMs);
  }
}
