package io.tickwire.common.wire;

/**
 * One market update: what {@link TickFrameBuilder} takes and {@link TickCursor#tick} gives. Prices
 * are {@code digits × 10^-priceScale}. Hot paths read the {@link TickCursor} instead, which makes
 * no objects.
 *
 * @param kind which of the fields below mean something
 * @param symbol the venue's name
 * @param sequence the venue's sequence of this symbol and kind (marks, candles, funding: their time
 *     in ms); a smaller or equal one is a duplicate
 * @param exchangeTimeNs epoch nanoseconds by the venue's clock; CANDLE: of its start
 * @param receivedNs epoch nanoseconds when the feed read it
 * @param recovered fetched after a gap instead of received live
 * @param price TRADE: price; QUOTE: last price or {@link #ABSENT}; MARK: mark price; CANDLE: open;
 *     FUNDING: rate, may be negative
 * @param second TRADE: size at {@code sizeScale}; QUOTE: bid; MARK: index at {@code sizeScale},
 *     {@link #ABSENT} in a recovered one; CANDLE: high; FUNDING: milliseconds from one settlement
 *     to the next
 * @param ask QUOTE: ask; CANDLE: low, else 0
 * @param bidSize QUOTE: at {@code sizeScale}; CANDLE: close, at {@code priceScale}, else 0
 * @param askSize QUOTE: at {@code sizeScale}; CANDLE: milliseconds it spans, else 0
 */
public record Tick(
    TickKind kind,
    String symbol,
    long sequence,
    long exchangeTimeNs,
    long receivedNs,
    boolean recovered,
    int priceScale,
    int sizeScale,
    long price,
    long second,
    long ask,
    long bidSize,
    long askSize) {

  private static final long NS_PER_MS = 1_000_000;

  /** A price the venue did not give. */
  public static final long ABSENT = Long.MIN_VALUE;

  public static Tick trade(
      String symbol,
      long sequence,
      long exchangeTimeNs,
      long receivedNs,
      int priceScale,
      long price,
      int sizeScale,
      long size) {
    return new Tick(
        TickKind.TRADE,
        symbol,
        sequence,
        exchangeTimeNs,
        receivedNs,
        false,
        priceScale,
        sizeScale,
        price,
        size,
        0,
        0,
        0);
  }

  public static Tick mark(
      String symbol,
      long sequence,
      long exchangeTimeNs,
      long receivedNs,
      int markScale,
      long mark,
      int indexScale,
      long index) {
    return new Tick(
        TickKind.MARK,
        symbol,
        sequence,
        exchangeTimeNs,
        receivedNs,
        false,
        markScale,
        indexScale,
        mark,
        index,
        0,
        0,
        0);
  }

  public static Tick quote(
      String symbol,
      long sequence,
      long exchangeTimeNs,
      long receivedNs,
      int priceScale,
      long last,
      long bid,
      long ask,
      int sizeScale,
      long bidSize,
      long askSize) {
    return new Tick(
        TickKind.QUOTE,
        symbol,
        sequence,
        exchangeTimeNs,
        receivedNs,
        false,
        priceScale,
        sizeScale,
        last,
        bid,
        ask,
        bidSize,
        askSize);
  }

  /**
   * Prices of a span without ticks; always recovered.
   *
   * @param startMs epoch milliseconds, also its sequence
   * @param spanMs how long it lasted
   */
  public static Tick candle(
      String symbol,
      long startMs,
      long spanMs,
      long receivedNs,
      int priceScale,
      long open,
      long high,
      long low,
      long close) {
    return new Tick(
        TickKind.CANDLE,
        symbol,
        startMs,
        startMs * NS_PER_MS,
        receivedNs,
        true,
        priceScale,
        0,
        open,
        high,
        low,
        close,
        spanMs);
  }

  /**
   * @param timeMs epoch milliseconds, also its sequence
   * @param periodMs from one settlement to the next
   */
  public static Tick funding(
      String symbol, long timeMs, long receivedNs, int rateScale, long rate, long periodMs) {
    return new Tick(
        TickKind.FUNDING,
        symbol,
        timeMs,
        timeMs * NS_PER_MS,
        receivedNs,
        false,
        rateScale,
        0,
        rate,
        periodMs,
        0,
        0,
        0);
  }

  /** The same tick, marked as fetched after a gap. */
  public Tick asRecovered() {
    return new Tick(
        kind,
        symbol,
        sequence,
        exchangeTimeNs,
        receivedNs,
        true,
        priceScale,
        sizeScale,
        price,
        second,
        ask,
        bidSize,
        askSize);
  }
}
