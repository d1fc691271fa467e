package io.tickwire.feed.instruments;

import io.tickwire.common.market.Market;
import io.tickwire.feed.venue.VenueInstruments;
import io.vertx.core.Future;

/** Asks the exchange what it lists; fails with one sentence. */
@FunctionalInterface
public interface InstrumentSource {
  Future<VenueInstruments> read(Market market);
}
