package io.tickwire.simulator.market;

import java.math.BigDecimal;

/** The best bid and ask with their sizes, one tick on either side of the last trade. */
public record Quote(BigDecimal bid, BigDecimal bidSize, BigDecimal ask, BigDecimal askSize) {

  /**
   * Resting sizes are a few minimum sizes, spread by the sequence so that they differ from trade to
   * trade.
   */
  static Quote around(Instrument instrument, BigDecimal last, long sequence) {
    BigDecimal tick = instrument.priceTick();
    BigDecimal below = last.subtract(tick);
    // The lowest price of the grid has no tick below it.
    BigDecimal bid = below.signum() > 0 ? below : last;
    return new Quote(
        bid,
        instrument.minSize().multiply(BigDecimal.valueOf(1 + Math.floorMod(sequence, 97L))),
        last.add(tick),
        instrument.minSize().multiply(BigDecimal.valueOf(1 + Math.floorMod(sequence, 89L))));
  }
}
