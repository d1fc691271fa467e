package io.tickwire.simulator.market;

import java.math.BigDecimal;

/** The best bid and ask with their sizes, one tick on either side of the last trade. */
public record Quote(Listing listing, long bidTicks, long bidSteps, long askTicks, long askSteps) {

  /**
   * Resting sizes are a few minimum sizes, spread by the sequence so that they differ from trade to
   * trade.
   */
  static Quote around(Trade last) {
    Listing listing = last.listing();
    // The lowest price of the grid has no tick below it.
    return new Quote(
        listing,
        Math.max(1, last.priceTicks() - 1),
        listing.minSteps() * (1 + Math.floorMod(last.sequence(), 97L)),
        last.priceTicks() + 1,
        listing.minSteps() * (1 + Math.floorMod(last.sequence(), 89L)));
  }

  public BigDecimal bid() {
    return listing.price().value(bidTicks);
  }

  public BigDecimal bidSize() {
    return listing.size().value(bidSteps);
  }

  public BigDecimal ask() {
    return listing.price().value(askTicks);
  }

  public BigDecimal askSize() {
    return listing.size().value(askSteps);
  }
}
