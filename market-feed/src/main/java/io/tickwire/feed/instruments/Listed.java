package io.tickwire.feed.instruments;

import io.tickwire.common.market.Instrument;
import java.util.Map;

/**
 * What a market lists.
 *
 * @param readMs epoch milliseconds at which the exchange said so
 */
record Listed(long readMs, Map<String, Instrument> bySymbol) {
  Listed {
    bySymbol = Map.copyOf(bySymbol);
  }
}
