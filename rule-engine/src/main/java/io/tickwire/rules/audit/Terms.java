package io.tickwire.rules.audit;

import io.tickwire.common.market.Instrument;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What positions are recomputed with.
 *
 * @param instruments by symbol, as they are now
 * @param anyFeeRate fees are not recomputed from the present rate, only compared with each other:
 *     for data from before an exchange changed its rates
 */
public record Terms(Map<String, Instrument> instruments, boolean anyFeeRate) {
  public Terms {
    instruments = Map.copyOf(instruments);
  }

  @Nullable Instrument instrument(String symbol) {
    return instruments.get(symbol);
  }
}
