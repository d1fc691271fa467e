package io.tickwire.simulator.market;

import java.math.BigDecimal;

/**
 * The trades of one minute.
 *
 * @param startMs epoch milliseconds
 * @param volume sum of sizes
 * @param turnover sum of size times price
 */
public record Candle(
    long startMs,
    BigDecimal open,
    BigDecimal high,
    BigDecimal low,
    BigDecimal close,
    BigDecimal volume,
    BigDecimal turnover) {

  static Candle of(long startMs, Trade trade) {
    BigDecimal price = trade.price();
    return new Candle(
        startMs, price, price, price, price, trade.size(), trade.size().multiply(price));
  }

  Candle with(Trade trade) {
    BigDecimal price = trade.price();
    return new Candle(
        startMs,
        open,
        high.max(price),
        low.min(price),
        price,
        volume.add(trade.size()),
        turnover.add(trade.size().multiply(price)));
  }
}
