package io.tickwire.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Open, high, low and volume since the simulator started; stands in for the exchange's rolling 24
 * hours.
 */
public record DayStatistics(
    BigDecimal open, BigDecimal high, BigDecimal low, BigDecimal volume, BigDecimal turnover) {

  /** The change from the open to this price as a fraction of the open, four decimals. */
  public BigDecimal changeRate(BigDecimal price) {
    return price.subtract(open).divide(open, 4, RoundingMode.HALF_EVEN);
  }
}
