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
 * @param connectsPerMinute of all sockets together; the exchange allows 30
 * @param staleAfter a connection that has acknowledged topics and brings no tick for this long is
 *     given up; never sooner than two of its pings
 * @param firstDataAfter a topic that was acknowledged and brings nothing for this long is
 *     subscribed anew
 * @param rotateAfterMin the age at which a connection is replaced, at least
 * @param rotateAfterMax at most; the exchange cuts what is a day old
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
    Duration staleAfter,
    Duration firstDataAfter,
    Duration rotateAfterMin,
    Duration rotateAfterMax) {

  /** A futures symbol takes three topics. */
  private static final int FEWEST_TOPICS = 3;

  private static final Duration CUT_BY_EXCHANGE = Duration.ofHours(24);

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
    if (reconnectLongest.compareTo(reconnectFirst) < 0) {
      throw new IllegalArgumentException(
          "feed.reconnect.longest must not be below feed.reconnect.first: longest="
              + reconnectLongest
              + " first="
              + reconnectFirst);
    }
    if (connectsPerMinute < 1) {
      throw new IllegalArgumentException(
          "feed.socket.connects-per-minute must be positive: connects-per-minute="
              + connectsPerMinute);
    }
    requirePatience("feed.socket.stale-after", staleAfter, ackTimeout);
    requirePatience("feed.socket.first-data-after", firstDataAfter, ackTimeout);
    requireRotation(connectTimeout, rotateAfterMin, rotateAfterMax);
  }

  /** A subscribe that is sent again is no silence. */
  private static void requirePatience(String name, Duration value, Duration ackTimeout) {
    if (value.compareTo(ackTimeout.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          name
              + " must be twice feed.subscribe.ack-timeout or more: "
              + value
              + " ack-timeout="
              + ackTimeout);
    }
  }

  private static void requireRotation(Duration connectTimeout, Duration min, Duration max) {
    if (min.compareTo(connectTimeout.multipliedBy(3)) < 0) {
      throw new IllegalArgumentException(
          "feed.socket.rotate-after-min must be three times feed.socket.connect-timeout or more:"
              + " rotate-after-min="
              + min
              + " connect-timeout="
              + connectTimeout);
    }
    if (max.compareTo(min) < 0 || max.compareTo(CUT_BY_EXCHANGE) >= 0) {
      throw new IllegalArgumentException(
          "feed.socket.rotate-after-max must be feed.socket.rotate-after-min to below 24h:"
              + " rotate-after-max="
              + max
              + " rotate-after-min="
              + min);
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
        settings.integer("feed.socket.connects-per-minute", 28, 1, 10_000),
        settings.duration("feed.socket.stale-after", Duration.ofSeconds(60)),
        settings.duration("feed.socket.first-data-after", Duration.ofSeconds(60)),
        settings.duration("feed.socket.rotate-after-min", Duration.ofHours(20)),
        settings.duration("feed.socket.rotate-after-max", Duration.ofHours(23)));
  }
}
