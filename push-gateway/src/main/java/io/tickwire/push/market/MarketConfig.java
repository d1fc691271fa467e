package io.tickwire.push.market;

import io.tickwire.common.config.Settings;
import java.time.Duration;

/**
 * {@code push.demand-ttl} and {@code push.price-wait}.
 *
 * @param demandTtlMs how long feeds believe what this gateway said it wants; also how long a symbol
 *     stays wanted after a single request for its quote
 * @param priceWaitMs how long such a request waits for a first price
 */
public record MarketConfig(long demandTtlMs, long priceWaitMs) {
  public MarketConfig {
    if (demandTtlMs < 300 || priceWaitMs < 0) {
      throw new IllegalArgumentException(
          "impossible: demandTtlMs=" + demandTtlMs + " priceWaitMs=" + priceWaitMs);
    }
  }

  public static MarketConfig from(Settings settings) {
    Duration ttl = settings.duration("push.demand-ttl", Duration.ofSeconds(15));
    if (ttl.toMillis() < 300 || ttl.toMinutes() > 10) {
      throw settings.refused("push.demand-ttl", ttl.toString(), "300ms to 10m");
    }
    Duration wait = settings.duration("push.price-wait", Duration.ofSeconds(2));
    if (wait.toSeconds() > 30) {
      throw settings.refused("push.price-wait", wait.toString(), "0ms to 30s");
    }
    return new MarketConfig(ttl.toMillis(), wait.toMillis());
  }
}
