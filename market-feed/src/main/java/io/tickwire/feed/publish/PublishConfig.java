package io.tickwire.feed.publish;

import io.tickwire.common.config.Settings;
import java.time.Duration;

/**
 * {@code feed.flush.*}: how many ticks travel together; {@code feed.ring.*}: what is kept for who
 * missed some; {@code feed.credits.*}: how far a consumer may lag behind; {@code
 * feed.quotes.interval}: how often prices are shown.
 *
 * @param flushBytes a frame of this size leaves at once
 * @param linger how long a smaller one waits for more
 * @param ringKeep how long a frame can be had again
 * @param ringBytes of all the frames kept
 * @param creditWindowBytes on the way to a consumer and not handled
 * @param quotesInterval the least time between two updates of a symbol for who only shows it
 */
public record PublishConfig(
    int flushBytes,
    Duration linger,
    Duration ringKeep,
    int ringBytes,
    int creditWindowBytes,
    Duration quotesInterval) {
  /** The smallest frame that holds a tick and its symbol; above 1 MiB the event bus suffers. */
  private static final int LEAST_BYTES = 512;

  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_KEPT_BYTES = 1 << 30;

  public PublishConfig {
    if (flushBytes < LEAST_BYTES || flushBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "feed.flush.bytes must be " + LEAST_BYTES + " to " + MOST_BYTES + ": " + flushBytes);
    }
    requireBetween("feed.flush.linger", linger, Duration.ofMillis(1), Duration.ofSeconds(1));
    requireBetween("feed.ring.keep", ringKeep, Duration.ofSeconds(1), Duration.ofMinutes(5));
    requireBetween(
        "feed.quotes.interval", quotesInterval, Duration.ofMillis(1), Duration.ofSeconds(5));
    if (creditWindowBytes < 2 * flushBytes) {
      throw new IllegalArgumentException(
          "feed.credits.window must hold two frames of feed.flush.bytes: " + creditWindowBytes);
    }
  }

  private static void requireBetween(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          key + " must be " + least + " to " + most + ", but is " + value);
    }
  }

  /** The usual bounds for who lags behind. */
  static PublishConfig of(int flushBytes, Duration linger) {
    return new PublishConfig(
        flushBytes, linger, Duration.ofSeconds(10), 64 << 20, 4 << 20, Duration.ofMillis(50));
  }

  public static PublishConfig from(Settings settings) {
    return new PublishConfig(
        settings.integer("feed.flush.bytes", 16_384, LEAST_BYTES, MOST_BYTES),
        settings.duration("feed.flush.linger", Duration.ofMillis(1)),
        settings.duration("feed.ring.keep", Duration.ofSeconds(10)),
        settings.integer("feed.ring.bytes", 64 << 20, MOST_BYTES, MOST_KEPT_BYTES),
        settings.integer("feed.credits.window", 4 << 20, 2 * LEAST_BYTES, MOST_KEPT_BYTES),
        settings.duration("feed.quotes.interval", Duration.ofMillis(50)));
  }
}
