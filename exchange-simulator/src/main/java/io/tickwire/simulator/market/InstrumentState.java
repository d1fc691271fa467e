package io.tickwire.simulator.market;

import java.math.BigDecimal;

/**
 * Everything one instrument's market knows now. Confined to the thread of its {@link TradingFloor}.
 */
public final class InstrumentState {

  private final Instrument instrument;
  private final TradeTape tape = new TradeTape();
  private final CandleBook candles = new CandleBook();
  private Trade last;
  private Quote quote;
  private Marks marks;
  private DayStatistics day;

  InstrumentState(Instrument instrument, long startMs) {
    this.instrument = instrument;
    BigDecimal price = instrument.startPrice();
    long sequence = Math.multiplyExact(startMs, 1_000L);
    long startNs = Math.multiplyExact(startMs, 1_000_000L);
    // A market that is open has a last price; this one is on no tape and was told to nobody.
    this.last = new Trade(instrument, sequence, Side.BUY, price, instrument.minSize(), startNs);
    this.quote = Quote.around(instrument, price, sequence);
    this.marks = new Marks(price, price, startMs);
    this.day = DayStatistics.startingAt(price);
  }

  Trade print(BigDecimal price, BigDecimal size, long timeNs) {
    Side side = price.compareTo(last.price()) >= 0 ? Side.BUY : Side.SELL;
    last = new Trade(instrument, last.sequence() + 1, side, price, size, timeNs);
    quote = Quote.around(instrument, price, last.sequence());
    day = day.with(last);
    tape.add(last);
    candles.add(last);
    return last;
  }

  void setMarks(Marks next) {
    marks = next;
  }

  public Instrument instrument() {
    return instrument;
  }

  public Trade last() {
    return last;
  }

  public Quote quote() {
    return quote;
  }

  /** Mark and index; on spot they stay where they started and nobody is told. */
  public Marks marks() {
    return marks;
  }

  public DayStatistics day() {
    return day;
  }

  public CandleBook candles() {
    return candles;
  }

  public TradeTape tape() {
    return tape;
  }
}
