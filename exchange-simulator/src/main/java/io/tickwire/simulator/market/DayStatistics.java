package io.tickwire.simulator.market;

import java.math.BigDecimal;

/**
 * Open, high, low and volume since the simulator started; stands in for the exchange's rolling 24
 * hours.
 */
public record DayStatistics(
    BigDecimal open, BigDecimal high, BigDecimal low, BigDecimal volume, BigDecimal turnover) {

  static DayStatistics startingAt(BigDecimal price) {
    return new DayStatistics(price, price, price, BigDecimal.ZERO, BigDecimal.ZERO);
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
