package io.tickwire.feed.rest;

import io.tickwire.common.config.Settings;
import io.tickwire.common.market.Market;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;

/**
 * Where the exchange's REST API is.
 *
 * @param spotUrl {@code feed.spot-url}, no path
 * @param futuresUrl {@code feed.futures-url}, no path
 * @param timeout {@code feed.rest.timeout} for one call
 * @param spotTakerFee {@code feed.taker-fee-spot}: the spot answers do not carry it
 */
public record RestConfig(
    String spotUrl, String futuresUrl, Duration timeout, BigDecimal spotTakerFee) {

  public RestConfig {
    requireUrl("feed.spot-url", spotUrl);
    requireUrl("feed.futures-url", futuresUrl);
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "feed.rest.timeout must be 1ms or more, but is " + timeout);
    }
    if (spotTakerFee.signum() < 0 || spotTakerFee.compareTo(BigDecimal.ONE) >= 0) {
      throw new IllegalArgumentException(
          "feed.taker-fee-spot must be a fraction from 0 to below 1, but is "
              + spotTakerFee.toPlainString());
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
        takerFee);
  }

  String url(Market market) {
    return market == Market.SPOT ? spotUrl : futuresUrl;
  }
}
