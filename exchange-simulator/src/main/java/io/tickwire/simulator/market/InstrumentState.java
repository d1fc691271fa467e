package io.tickwire.simulator.market;

import java.math.BigDecimal;

/**
 * Everything one instrument's market knows now. Confined to the thread of its {@link TradingFloor}.
 */
public final class InstrumentState {

  private final Listing listing;
  private final TradeTape tape;
  private final CandleBook candles;
  private final Tally day;
  private Trade last;
  private final DriftingMarks marks;

  InstrumentState(Instrument instrument, long startMs) {
    this.listing = Listing.of(instrument);
    long sequence = Math.multiplyExact(startMs, 1_000L);
    long startNs = Math.multiplyExact(startMs, 1_000_000L);
    // A market that is open has a last price; this one is on no tape and was told to nobody.
    this.last =
        new Trade(listing, sequence, Side.BUY, listing.startTicks(), listing.minSteps(), startNs);
    BigDecimal price = instrument.startPrice();
    this.marks = new DriftingMarks(listing.price(), new Marks(price, price, startMs));
    this.day = new Tally(listing, listing.startTicks());
    this.candles = new CandleBook(listing);
    this.tape = new TradeTape(listing);
  }

  Trade print(long priceTicks, long sizeSteps, long timeNs) {
    Side side = priceTicks >= last.priceTicks() ? Side.BUY : Side.SELL;
    last = new Trade(listing, last.sequence() + 1, side, priceTicks, sizeSteps, timeNs);
    day.add(last);
    tape.add(last);
    candles.add(last);
    return last;
  }

  void setMarks(Marks next) {
    marks.set(next);
  }

  void driftMarks() {
    marks.drift(last.priceTicks());
  }

  void stampMarks(long nowMs) {
    marks.stamp(nowMs);
  }

  public Instrument instrument() {
    return listing.instrument();
  }

  public Listing listing() {
    return listing;
  }

  public Trade last() {
    return last;
  }

  public Quote quote() {
    return Quote.around(last);
  }

  /** Mark and index; on spot they stay where they started and nobody is told. */
  public Marks marks() {
    return marks.marks();
  }

  public DayStatistics day() {
    return day.day();
  }

  public CandleBook candles() {
    return candles;
  }

  public TradeTape tape() {
    return tape;
  }
}
