package io.tickwire.push.market;

import io.tickwire.common.market.Decimals;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import org.jspecify.annotations.Nullable;

/** The newest prices of one symbol, built up from ticks of four kinds. */
final class QuoteLine {
  private static final long NONE = Tick.ABSENT;

  private final String symbol;
  private long tradeSequence = NONE;
  private long quoteSequence = NONE;
  private long markSequence = NONE;
  private long last = NONE;
  private int lastScale;
  private long lastTimeNs = NONE;
  private long bid = NONE;
  private long ask = NONE;
  private int quoteScale;
  private long bidSize = NONE;
  private long askSize = NONE;
  private int sizeScale;
  private long mark = NONE;
  private int markScale;
  private long fundingSequence = NONE;
  private long fundingRate = NONE;
  private int fundingScale;
  private long index = NONE;
  private int indexScale;
  private long newestTimeNs;
  private long newestReceivedNs;

  QuoteLine(String symbol) {
    this.symbol = symbol;
  }

  /**
   * @return whether it was news and no duplicate
   */
  boolean apply(TickCursor tick) {
    boolean news =
        switch (tick.kind()) {
          case TRADE -> onTrade(tick);
          case QUOTE -> onQuote(tick);
          case MARK -> onMark(tick);
          case FUNDING -> onFunding(tick);
          case CANDLE -> false;
        };
    if (news) {
      newestTimeNs = Math.max(newestTimeNs, tick.exchangeTimeNs());
      newestReceivedNs = Math.max(newestReceivedNs, tick.receivedNs());
    }
    return news;
  }

  private boolean onTrade(TickCursor tick) {
    if (tick.sequence() <= tradeSequence) {
      return false;
    }
    tradeSequence = tick.sequence();
    setLast(tick.price(), tick.priceScale(), tick.exchangeTimeNs());
    return true;
  }

  private boolean onQuote(TickCursor tick) {
    if (tick.sequence() <= quoteSequence) {
      return false;
    }
    quoteSequence = tick.sequence();
    if (tick.price() != NONE && tick.exchangeTimeNs() > lastTimeNs) {
      setLast(tick.price(), tick.priceScale(), tick.exchangeTimeNs());
    }
    bid = tick.bid();
    ask = tick.ask();
    quoteScale = tick.priceScale();
    bidSize = tick.bidSize();
    askSize = tick.askSize();
    sizeScale = tick.sizeScale();
    return true;
  }

  private boolean onMark(TickCursor tick) {
    if (tick.sequence() <= markSequence) {
      return false;
    }
    markSequence = tick.sequence();
    mark = tick.price();
    markScale = tick.priceScale();
    index = tick.index();
    indexScale = tick.sizeScale();
    return true;
  }

  private boolean onFunding(TickCursor tick) {
    if (tick.sequence() <= fundingSequence) {
      return false;
    }
    fundingSequence = tick.sequence();
    fundingRate = tick.price();
    fundingScale = tick.priceScale();
    return true;
  }

  private void setLast(long price, int scale, long timeNs) {
    last = price;
    lastScale = scale;
    lastTimeNs = timeNs;
  }

  boolean isKnown() {
    return last != NONE || bid != NONE || ask != NONE || mark != NONE;
  }

  Quote quote(@Nullable Market market) {
    return new Quote(
        symbol,
        market,
        format(last, lastScale),
        format(bid, quoteScale),
        format(ask, quoteScale),
        format(bidSize, sizeScale),
        format(askSize, sizeScale),
        format(mark, markScale),
        format(index, indexScale),
        format(fundingRate, fundingScale),
        newestTimeNs / 1_000_000,
        newestReceivedNs);
  }

  private static @Nullable String format(long digits, int scale) {
    return digits == NONE ? null : Decimals.format(digits, scale);
  }
}
