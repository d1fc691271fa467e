package io.tickwire.feed.recovery;

import io.tickwire.common.config.Settings;
import java.time.Duration;
import java.util.Map;

/**
 * {@code feed.recovery.*} and {@code feed.progress.*}: how gaps are found and filled.
 *
 * @param reorderWindow {@code feed.recovery.reorder-window}: how long a straggler may take
 * @param maxHeld {@code feed.recovery.max-held}: so many live trades of a symbol wait for its gap
 * @param maxHold {@code feed.recovery.max-hold}: so long they wait
 * @param retryFirst {@code feed.recovery.retry-first}: pause after a failed fetch, doubling
 * @param retryLongest {@code feed.recovery.retry-longest}
 * @param giveUp {@code feed.recovery.give-up}: a gap that the history does not reach is lost when
 *     candles could not be had for so long
 * @param maxFetches {@code feed.recovery.max-fetches} under way at once
 * @param progressInterval {@code feed.progress.interval} between two reports to the other feeds
 */
public record RecoveryConfig(
    Duration reorderWindow,
    int maxHeld,
    Duration maxHold,
    Duration retryFirst,
    Duration retryLongest,
    Duration giveUp,
    int maxFetches,
    Duration progressInterval) {

  private static final Duration LONGEST_PROGRESS = Duration.ofSeconds(30);

  public RecoveryConfig {
    requirePositive("feed.recovery.reorder-window", reorderWindow);
    requirePositive("feed.recovery.retry-first", retryFirst);
    requirePositive("feed.progress.interval", progressInterval);
    requirePositive("feed.recovery.max-held", maxHeld);
    requirePositive("feed.recovery.max-fetches", maxFetches);
    requireAtLeast("feed.recovery.max-hold", maxHold, "reorder-window", reorderWindow);
    requireAtLeast("feed.recovery.retry-longest", retryLongest, "retry-first", retryFirst);
    requireAtLeast("feed.recovery.give-up", giveUp, "retry-longest", retryLongest);
    if (progressInterval.compareTo(LONGEST_PROGRESS) > 0) {
      throw new IllegalArgumentException(
          "feed.progress.interval must be 30s or less, but is " + progressInterval);
    }
  }

  private static void requirePositive(String key, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(key + " must be 1ms or more, but is " + value);
    }
  }

  private static void requirePositive(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be 1 or more, but is " + value);
    }
  }

  private static void requireAtLeast(String key, Duration value, String other, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          key + " must not be below " + other + ": " + value + " < " + least);
    }
  }

  public static RecoveryConfig defaults() {
    return from(Settings.of(Map.of()));
  }

  public static RecoveryConfig from(Settings settings) {
    return new RecoveryConfig(
        settings.duration("feed.recovery.reorder-window", Duration.ofMillis(100)),
        settings.integer("feed.recovery.max-held", 2_000, 1, 1_000_000),
        settings.duration("feed.recovery.max-hold", Duration.ofSeconds(3)),
        settings.duration("feed.recovery.retry-first", Duration.ofMillis(500)),
        settings.duration("feed.recovery.retry-longest", Duration.ofSeconds(30)),
        settings.duration("feed.recovery.give-up", Duration.ofMinutes(10)),
        settings.integer("feed.recovery.max-fetches", 8, 1, 1_000),
        settings.duration("feed.progress.interval", Duration.ofSeconds(1)));
  }

  /** Pause before the next attempt. */
  long retryMs(int failures) {
    return Math.min(
        retryLongest.toMillis(), retryFirst.toMillis() << Math.min(20, Math.max(0, failures - 1)));
  }
}
