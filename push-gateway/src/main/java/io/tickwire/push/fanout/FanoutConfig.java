package io.tickwire.push.fanout;

import io.tickwire.common.config.Settings;
import java.time.Duration;

/**
 * {@code push.batch} and {@code push.queue-bytes}.
 *
 * @param batchMs default window in which events are collected
 * @param queueBytes how much may wait for one connection beyond its socket's buffer
 */
public record FanoutConfig(long batchMs, int queueBytes) {
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
        batch.toMillis(), settings.integer("push.queue-bytes", 1 << 20, 4_096, 1 << 30));
  }
}
