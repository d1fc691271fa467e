package io.tickwire.simulator.market;

import java.math.BigDecimal;

/**
 * What can be traded here. Prices lie on a grid of {@code priceTick}, sizes on one of {@code
 * sizeStep} (base currency on spot, lots on futures).
 */
public sealed interface Instrument permits SpotInstrument, FuturesContract {

  String symbol();

  Market market();

  BigDecimal priceTick();

  BigDecimal sizeStep();

  /** The smallest size a trade may have; also the size of a trade printed without one. */
  BigDecimal minSize();

  /** Where the random walk sets out. */
  BigDecimal startPrice();

  /** The largest size the random walk prints, counted in {@code sizeStep}. */
  int walkMaxSteps();

  default boolean isOnTick(BigDecimal price) {
    return price.remainder(priceTick()).signum() == 0;
  }

  default boolean isOnSizeStep(BigDecimal size) {
    return size.remainder(sizeStep()).signum() == 0;
  }
}
