package io.tickwire.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Open, high, low and volume since the simulator started; stands in for the exchange's rolling 24
 * hours.
 */
public record DayStatistics(
    BigDecimal open, BigDecimal high, BigDecimal low, BigDecimal volume, BigDecimal turnover) {

  static DayStatistics startingAt(BigDecimal price) {
    return new DayStatistics(price, price, price, BigDecimal.ZERO, BigDecimal.ZERO);
  }

  /** The change from the open to this price as a fraction of the open, four decimals. */
  public BigDecimal changeRate(BigDecimal price) {
    return price.subtract(open).divide(open, 4, RoundingMode.HALF_EVEN);
  }

  DayStatistics with(Trade trade) {
    return new DayStatistics(
        open,
        high.max(trade.price()),
        low.min(trade.price()),
        volume.add(trade.size()),
        turnover.add(trade.price().multiply(trade.size())));
  }
}
