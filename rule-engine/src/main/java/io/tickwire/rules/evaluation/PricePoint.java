package io.tickwire.rules.evaluation;

import io.tickwire.common.market.Decimals;
import io.tickwire.common.market.PriceSource;
import java.math.BigDecimal;

/**
 * One known price and where it came from: {@code digits × 10^-scale}.
 *
 * @param sequence the venue's, of this symbol and source
 * @param exchangeTimeNs epoch nanoseconds by the venue's clock
 * @param receivedNs epoch nanoseconds when the feed read it
 * @param recovered fetched after a gap instead of received live
 */
public record PricePoint(
    PriceSource source,
    long sequence,
    long digits,
    int scale,
    long exchangeTimeNs,
    long receivedNs,
    boolean recovered) {

  public BigDecimal price() {
    return Decimals.toBigDecimal(digits, scale);
  }
}
