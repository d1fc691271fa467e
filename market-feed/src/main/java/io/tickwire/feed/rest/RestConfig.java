package io.tickwire.feed.rest;

import io.tickwire.common.config.Settings;
import io.tickwire.common.market.Market;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;

/**
 * Where the exchange's REST API is, and how much we ask of it.
 *
 * @param spotUrl {@code feed.spot-url}, no path
 * @param futuresUrl {@code feed.futures-url}, no path
 * @param timeout {@code feed.rest.timeout} for one call
 * @param weight {@code feed.rest.weight} that a host allows in a window, until it says otherwise
 * @param window {@code feed.rest.window}
 * @param reserved {@code feed.rest.reserved}: of the weight, for tokens only
 * @param maxInFlight {@code feed.rest.max-in-flight} calls to a host; tokens come on top
 * @param maxWaiting {@code feed.rest.max-waiting} calls for a host
 * @param maxWait {@code feed.rest.max-wait} of one call for its turn
 * @param spotTakerFee {@code feed.taker-fee-spot}: the spot answers do not carry it
 */
public record RestConfig(
    String spotUrl,
    String futuresUrl,
    Duration timeout,
    int weight,
    Duration window,
    int reserved,
    int maxInFlight,
    int maxWaiting,
    Duration maxWait,
    BigDecimal spotTakerFee) {

  /** The weight of the dearest call that the feed makes, with room. */
  private static final int HEAVIEST = 50;

  public RestConfig {
    requireUrl("feed.spot-url", spotUrl);
    requireUrl("feed.futures-url", futuresUrl);
    requirePositive("feed.rest.timeout", timeout);
    requirePositive("feed.rest.window", window);
    requirePositive("feed.rest.max-wait", maxWait);
    requirePositive("feed.rest.max-in-flight", maxInFlight);
    requirePositive("feed.rest.max-waiting", maxWaiting);
    if (reserved < 0 || weight - reserved < HEAVIEST) {
      throw new IllegalArgumentException(
          "feed.rest.reserved must leave "
              + HEAVIEST
              + " of feed.rest.weight: reserved="
              + reserved
              + " weight="
              + weight);
    }
    if (spotTakerFee.signum() < 0 || spotTakerFee.compareTo(BigDecimal.ONE) >= 0) {
      throw new IllegalArgumentException(
          "feed.taker-fee-spot must be a fraction from 0 to below 1, but is "
              + spotTakerFee.toPlainString());
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

  private static void requireUrl(String key, String url) {
    URI parsed = URI.create(url);
    boolean http = "http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme());
    if (!http || parsed.getHost() == null || !parsed.getPath().isEmpty()) {
      throw new IllegalArgumentException(
          key + " must be http:// or https:// with a host and without a path, but is " + url);
    }
  }

  public static RestConfig from(Settings settings) {
    String fee = settings.text("feed.taker-fee-spot", "0.001");
    BigDecimal takerFee;
    try {
      takerFee = new BigDecimal(fee);
    } catch (NumberFormatException e) {
      throw settings.refused("feed.taker-fee-spot", fee, "a decimal such as 0.001");
    }
    return new RestConfig(
        settings.text("feed.spot-url", "https://api.kucoin.com"),
        settings.text("feed.futures-url", "https://api-futures.kucoin.com"),
        settings.duration("feed.rest.timeout", Duration.ofSeconds(10)),
        settings.integer("feed.rest.weight", 2_000, 1, 1_000_000),
        settings.duration("feed.rest.window", Duration.ofSeconds(30)),
        settings.integer("feed.rest.reserved", 200, 0, 1_000_000),
        settings.integer("feed.rest.max-in-flight", 16, 1, 1_000),
        settings.integer("feed.rest.max-waiting", 10_000, 1, 1_000_000),
        settings.duration("feed.rest.max-wait", Duration.ofSeconds(60)),
        takerFee);
  }

  String url(Market market) {
    return market == Market.SPOT ? spotUrl : futuresUrl;
  }
}
