package io.tickwire.push.fanout;

import io.tickwire.common.config.Settings;
import java.time.Duration;

/**
 * {@code push.batch}, {@code push.queue-bytes}, {@code push.max-events-per-second} and {@code
 * push.history-…}.
 *
 * @param batchMs default window in which events are collected
 * @param queueBytes how much may wait for one connection beyond its socket's buffer
 * @param eventsPerSecond that one user is sent over all connections, 0 for no limit
 * @param historyEvents how many events are kept for those who come back
 * @param historyBytes how many bytes they may have
 */
public record FanoutConfig(
    long batchMs, int queueBytes, int eventsPerSecond, int historyEvents, long historyBytes) {
  public FanoutConfig {
    if (batchMs < 0 || batchMs > 60_000 || queueBytes < 1) {
      throw new IllegalArgumentException(
          "impossible fan-out: batchMs=" + batchMs + " queueBytes=" + queueBytes);
    }
  }

  public static FanoutConfig from(Settings settings) {
    Duration batch = settings.duration("push.batch", Duration.ofMillis(100));
    if (batch.toMillis() > 60_000) {
      throw settings.refused("push.batch", batch.toString(), "0ms to 60s");
    }
    return new FanoutConfig(
        batch.toMillis(),
        settings.integer("push.queue-bytes", 1 << 20, 4_096, 1 << 30),
        settings.integer("push.max-events-per-second", 100, 0, 1_000_000),
        settings.integer("push.history-events", 10_000, 0, 1_000_000),
        settings.integer("push.history-bytes", 64 << 20, 0, 1 << 30));
  }
}
