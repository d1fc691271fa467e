package io.tickwire.simulator.market;

import java.math.BigDecimal;

/**
 * One trade to print: price and size on the instrument's grids, exchange time in epoch nanoseconds.
 */
public record TradeOrder(Instrument instrument, BigDecimal price, BigDecimal size, long timeNs) {

  public TradeOrder {
    if (price.signum() <= 0 || !instrument.isOnTick(price)) {
      throw new IllegalArgumentException(
          "price is not a positive multiple of the tick: symbol="
              + instrument.symbol()
              + " price="
              + price.toPlainString()
              + " tick="
              + instrument.priceTick().toPlainString());
    }
    if (size.signum() <= 0 || !instrument.isOnSizeStep(size)) {
      throw new IllegalArgumentException(
          "size is not a positive multiple of the step: symbol="
              + instrument.symbol()
              + " size="
              + size.toPlainString()
              + " step="
              + instrument.sizeStep().toPlainString());
    }
  }
}
