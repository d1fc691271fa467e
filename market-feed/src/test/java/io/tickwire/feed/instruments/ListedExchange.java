package io.tickwire.feed.instruments;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.feed.venue.VenueInstruments;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An exchange that lists what a test says. Its spot symbols are asked for by many feeds. */
final class ListedExchange {
  private static final String NAME = "XBTUSDTM";

  final List<String> spot = new CopyOnWriteArrayList<>(List.of("BTC-USDT", "ETH-USDT"));

  /** Which feed asked for the spot market, in order. */
  final List<String> askers = new CopyOnWriteArrayList<>();

  volatile boolean fails;

  InstrumentSource askedBy(String feed) {
    return market -> {
      if (market == Market.SPOT) {
        askers.add(feed);
      }
      return fails
          ? Future.failedFuture("out of order")
          : Future.succeededFuture(new VenueInstruments(listed(market), 0));
    };
  }

  private List<Instrument> listed(Market market) {
    return market == Market.SPOT
        ? spot.stream().map(symbol -> instrument(symbol, market)).toList()
        : List.of(instrument(NAME, market));
  }

  static Instrument instrument(String symbol, Market market) {
    return new Instrument(
        symbol,
        market,
        "BTC",
        "USDT",
        "USDT",
        false,
        new BigDecimal("0.1"),
        BigDecimal.ONE,
        BigDecimal.ONE,
        new BigDecimal("0.001"),
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        BigDecimal.ONE);
  }

  long asked(String feed) {
    return askers.stream().filter(feed::equals).count();
  }
}
