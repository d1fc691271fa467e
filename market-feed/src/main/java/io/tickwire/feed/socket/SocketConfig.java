package io.tickwire.feed.socket;

import io.tickwire.common.config.Settings;
import java.time.Duration;

/**
 * {@code feed.socket.*}, {@code feed.subscribe.*}, {@code feed.reconnect.*}: how one exchange
 * socket is filled, kept alive and brought back.
 *
 * @param maxTopics the exchange's limit for a socket
 * @param chunkTopics how far one is filled, at most {@code maxTopics}
 * @param symbolsPerRequest in one subscribe message
 * @param ackTimeout after which a subscribe is sent again
 * @param connectTimeout for each of token, connection and welcome
 * @param reconnectFirst pause before the first attempt to come back
 * @param reconnectLongest to which the pause doubles
 * @param stableAfter a connection that lasted this long starts the pauses anew
 * @param connectsPerMinute of all sockets of this process together
 * @param watch when silence counts as a fault
 * @param rotateAfterMin a connection is replaced at a random age from here
 * @param rotateAfterMax to here: the exchange cuts it at 24 hours
 */
public record SocketConfig(
    int maxTopics,
    int chunkTopics,
    int symbolsPerRequest,
    Duration ackTimeout,
    Duration connectTimeout,
    Duration reconnectFirst,
    Duration reconnectLongest,
    Duration stableAfter,
    int connectsPerMinute,
    Watch watch,
    Duration rotateAfterMin,
    Duration rotateAfterMax) {

  /**
   * When silence counts as a fault.
   *
   * @param staleAfter without any data, though topics are acknowledged; doubles when reconnecting
   *     did not help
   * @param firstDataAfter without data of a topic that delivers regularly; doubles likewise
   */
  public record Watch(Duration staleAfter, Duration firstDataAfter) {
    public Watch {
      requirePositive("feed.socket.stale-after", staleAfter);
      requirePositive("feed.socket.first-data-after", firstDataAfter);
    }
  }

  /** A futures symbol takes three topics. */
  private static final int FEWEST_TOPICS = 3;

  public SocketConfig {
    if (chunkTopics < FEWEST_TOPICS || chunkTopics > maxTopics) {
      throw new IllegalArgumentException(
          "feed.socket.chunk must be 3 to feed.socket.max-topics: chunk="
              + chunkTopics
              + " max-topics="
              + maxTopics);
    }
    if (symbolsPerRequest < 1) {
      throw new IllegalArgumentException(
          "feed.subscribe.max-symbols must be positive: max-symbols=" + symbolsPerRequest);
    }
    requirePositive("feed.subscribe.ack-timeout", ackTimeout);
    requirePositive("feed.socket.connect-timeout", connectTimeout);
    requirePositive("feed.reconnect.first", reconnectFirst);
    requirePositive("feed.reconnect.stable", stableAfter);
    if (connectsPerMinute < 1) {
      throw new IllegalArgumentException(
          "feed.socket.connects-per-minute must be positive: " + connectsPerMinute);
    }
    requirePositive("feed.socket.rotate-after-min", rotateAfterMin);
    if (rotateAfterMax.compareTo(rotateAfterMin) < 0) {
      throw new IllegalArgumentException(
          "feed.socket.rotate-after-max must not be below feed.socket.rotate-after-min: max="
              + rotateAfterMax
              + " min="
              + rotateAfterMin);
    }
    if (reconnectLongest.compareTo(reconnectFirst) < 0) {
      throw new IllegalArgumentException(
          "feed.reconnect.longest must not be below feed.reconnect.first: longest="
              + reconnectLongest
              + " first="
              + reconnectFirst);
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(name + " must be 1ms or more, but is " + value);
    }
  }

  public static SocketConfig from(Settings settings) {
    return new SocketConfig(
        settings.integer("feed.socket.max-topics", 300, FEWEST_TOPICS, 10_000),
        settings.integer("feed.socket.chunk", 250, FEWEST_TOPICS, 10_000),
        settings.integer("feed.subscribe.max-symbols", 100, 1, 1_000),
        settings.duration("feed.subscribe.ack-timeout", Duration.ofSeconds(5)),
        settings.duration("feed.socket.connect-timeout", Duration.ofSeconds(10)),
        settings.duration("feed.reconnect.first", Duration.ofSeconds(1)),
        settings.duration("feed.reconnect.longest", Duration.ofSeconds(60)),
        settings.duration("feed.reconnect.stable", Duration.ofSeconds(30)),
        settings.integer("feed.socket.connects-per-minute", 28, 1, 100_000),
        new Watch(
            settings.duration("feed.socket.stale-after", Duration.ofSeconds(60)),
            settings.duration("feed.socket.first-data-after", Duration.ofSeconds(60))),
        settings.duration("feed.socket.rotate-after-min", Duration.ofHours(20)),
        settings.duration("feed.socket.rotate-after-max", Duration.ofHours(23)));
  }
}
