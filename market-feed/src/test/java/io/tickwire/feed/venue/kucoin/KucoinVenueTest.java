package io.tickwire.feed.venue.kucoin;

import io.tickwire.common.market.Market;
import io.tickwire.feed.venue.Venue;
import io.tickwire.feed.venue.VenueContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

final class KucoinVenueTest extends VenueContract {
  @Override
  protected Venue venue() {
    return new KucoinVenue(new BigDecimal("0.001"));
  }

  @Override
  protected String symbol(Market market) {
    return market == Market.SPOT ? "BTC-USDT" : "XBTUSDTM";
  }

  @Override
  protected List<String> recorded() {
    try (InputStream in =
        Objects.requireNonNull(KucoinVenueTest.class.getResourceAsStream("/kucoin/frames.jsonl"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
