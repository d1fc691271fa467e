package io.tickwire.simulator.market;

/** What some trades of one symbol came to so far. Not thread-safe. */
final class Tally {

  private final Listing listing;
  private final long openTicks;
  private long highTicks;
  private long lowTicks;
  private long closeTicks;
  private final WideSum volume = new WideSum();
  private final WideSum turnover = new WideSum();

  /** Nothing traded yet. */
  Tally(Listing listing, long openTicks) {
    this.listing = listing;
    this.openTicks = openTicks;
    this.highTicks = openTicks;
    this.lowTicks = openTicks;
    this.closeTicks = openTicks;
  }

  void add(Trade trade) {
    closeTicks = trade.priceTicks();
    highTicks = Math.max(highTicks, closeTicks);
    lowTicks = Math.min(lowTicks, closeTicks);
    Grid size = listing.size();
    long amount = size.unscaled(trade.sizeSteps());
    volume.addProduct(amount, 1);
    turnover.addProduct(amount, listing.price().unscaled(closeTicks));
  }

  DayStatistics day() {
    Grid price = listing.price();
    return new DayStatistics(
        price.value(openTicks),
        price.value(highTicks),
        price.value(lowTicks),
        volume.value(listing.size().scale()),
        turnover.value(turnoverScale()));
  }

  Candle candle(long startMs) {
    Grid price = listing.price();
    return new Candle(
        startMs,
        price.value(openTicks),
        price.value(highTicks),
        price.value(lowTicks),
        price.value(closeTicks),
        volume.value(listing.size().scale()),
        turnover.value(turnoverScale()));
  }

  private int turnoverScale() {
    return listing.size().scale() + listing.price().scale();
  }
}
