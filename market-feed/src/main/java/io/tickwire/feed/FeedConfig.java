package io.tickwire.feed;

import io.tickwire.common.config.Settings;
import io.tickwire.feed.publish.PublishConfig;
import io.tickwire.feed.recovery.RecoveryConfig;
import io.tickwire.feed.rest.RestConfig;
import io.tickwire.feed.socket.SocketConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code feed.*}.
 *
 * @param alwaysWatched {@code feed.symbols}, whether or not anybody wants them
 * @param replicas {@code feed.replicas}: how many feeds watch each symbol
 * @param linger {@code feed.linger}: how long an unwanted symbol stays subscribed
 * @param instrumentsRefresh {@code feed.instruments.refresh}
 */
record FeedConfig(
    SocketConfig socket,
    PublishConfig publish,
    RestConfig rest,
    RecoveryConfig recovery,
    Set<String> alwaysWatched,
    int replicas,
    Duration linger,
    Duration instrumentsRefresh) {

  private static final int MOST_REPLICAS = 8;

  FeedConfig {
    if (linger.isNegative()) {
      throw new IllegalArgumentException("feed.linger must not be negative, but is " + linger);
    }
    if (instrumentsRefresh.toMillis() < 100) {
      throw new IllegalArgumentException(
          "feed.instruments.refresh must be 100ms or more, but is " + instrumentsRefresh);
    }
    alwaysWatched = Set.copyOf(alwaysWatched);
  }

  static FeedConfig from(Settings settings) {
    return new FeedConfig(
        SocketConfig.from(settings),
        PublishConfig.from(settings),
        RestConfig.from(settings),
        RecoveryConfig.from(settings),
        Arrays.stream(settings.text("feed.symbols", "").split(",", -1))
            .map(String::strip)
            .filter(symbol -> !symbol.isEmpty())
            .collect(Collectors.toUnmodifiableSet()),
        settings.integer("feed.replicas", 1, 1, MOST_REPLICAS),
        settings.duration("feed.linger", Duration.ofSeconds(30)),
        settings.duration("feed.instruments.refresh", Duration.ofSeconds(60)));
  }
}
