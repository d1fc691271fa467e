package io.tickwire.simulator.market;

/**
 * An instrument with everything the walk and the frames need of it worked out once: prices are
 * counted in ticks, sizes in steps.
 *
 * @param symbol as frames and calls spell it
 * @param minSteps the smallest size
 * @param startTicks where the walk sets out
 * @param walkMaxSteps the largest size the walk prints
 */
public record Listing(
    Instrument instrument,
    String symbol,
    Grid price,
    Grid size,
    long minSteps,
    long startTicks,
    int walkMaxSteps) {

  static Listing of(Instrument instrument) {
    Grid price = Grid.of(instrument.priceTick());
    Grid size = Grid.of(instrument.sizeStep());
    return new Listing(
        instrument,
        instrument.symbol(),
        price,
        size,
        size.steps(instrument.minSize()),
        price.steps(instrument.startPrice()),
        instrument.walkMaxSteps());
  }

  public boolean isSpot() {
    return instrument.market() == Market.SPOT;
  }
}
