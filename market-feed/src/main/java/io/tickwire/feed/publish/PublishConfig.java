package io.tickwire.feed.publish;

import io.tickwire.common.config.Settings;
import java.time.Duration;

/**
 * {@code feed.flush.*}: how many ticks travel together.
 *
 * @param flushBytes a frame of this size leaves at once
 * @param linger how long a smaller one waits for more
 */
public record PublishConfig(int flushBytes, Duration linger) {
  /** The smallest frame that holds a tick and its symbol; above 1 MiB the event bus suffers. */
  private static final int LEAST_BYTES = 512;

  private static final int MOST_BYTES = 1 << 20;

  public PublishConfig {
    if (flushBytes < LEAST_BYTES || flushBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "feed.flush.bytes must be " + LEAST_BYTES + " to " + MOST_BYTES + ": " + flushBytes);
    }
    if (linger.toMillis() < 1 || linger.toMillis() > 1_000) {
      throw new IllegalArgumentException("feed.flush.linger must be 1ms to 1s, but is " + linger);
    }
  }

  public static PublishConfig from(Settings settings) {
    return new PublishConfig(
        settings.integer("feed.flush.bytes", 16_384, LEAST_BYTES, MOST_BYTES),
        settings.duration("feed.flush.linger", Duration.ofMillis(1)));
  }
}
