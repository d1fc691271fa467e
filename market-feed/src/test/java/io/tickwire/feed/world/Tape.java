package io.tickwire.feed.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** All that ever traded on one symbol; rising sequences, with or without holes. */
public final class Tape {
  /** One trade; prices in tenths. */
  public record Trade(long sequence, long timeMs, long price) {}

  private static final int TOLD = 100;
  private static final long MINUTE_MS = 60_000;

  private final String symbol;
  private final boolean numbered;
  private final List<Trade> trades = new ArrayList<>();
  private final TreeMap<Long, long[]> candles = new TreeMap<>();
  private long price = 600_000;
  private long sequence;

  /**
   * @param numbered without holes
   */
  Tape(String symbol, boolean numbered) {
    this.symbol = symbol;
    this.numbered = numbered;
  }

  /** Whether its numbers alone tell that one is missing. */
  public boolean isNumbered() {
    return numbered;
  }

  public String symbol() {
    return symbol;
  }

  Trade print(long timeMs, Random random) {
    price = Math.max(1, price + random.nextInt(21) - 10);
    sequence += numbered ? 1 : 1 + random.nextInt(3);
    Trade trade = new Trade(sequence, timeMs, price);
    trades.add(trade);
    candles.merge(
        timeMs - timeMs % MINUTE_MS,
        new long[] {price, price, price, price},
        (known, one) ->
            new long[] {known[0], Math.max(known[1], one[1]), Math.min(known[2], one[2]), one[3]});
    return trade;
  }

  public List<Trade> all() {
    return trades;
  }

  /** What the exchange still tells, newest first. */
  String historyJson() {
    StringBuilder rows = new StringBuilder("[");
    for (int i = trades.size() - 1; i >= Math.max(0, trades.size() - TOLD); i--) {
      Trade trade = trades.get(i);
      rows.append(rows.length() > 1 ? "," : "")
          .append("{\"sequence\":\"")
          .append(trade.sequence)
          .append("\",\"price\":\"")
          .append(decimal(trade.price))
          .append("\",\"size\":\"0.5\",\"side\":\"buy\",\"time\":")
          .append(trade.timeMs)
          .append("000000}");
    }
    return rows.append("]").toString();
  }

  /** Of spot: seconds as strings, open, close, high, low; newest first. */
  String candlesJson(long fromMs, long toMs) {
    StringBuilder rows = new StringBuilder("[");
    candles
        .subMap(fromMs, true, toMs, false)
        .descendingMap()
        .forEach(
            (startMs, c) ->
                rows.append(rows.length() > 1 ? "," : "")
                    .append("[\"")
                    .append(startMs / 1_000)
                    .append("\",\"")
                    .append(decimal(c[0]))
                    .append("\",\"")
                    .append(decimal(c[3]))
                    .append("\",\"")
                    .append(decimal(c[1]))
                    .append("\",\"")
                    .append(decimal(c[2]))
                    .append("\",\"1\",\"1\"]"));
    return rows.append("]").toString();
  }

  String frame(Trade trade) {
    return "{\"topic\":\"/market/match:"
        + symbol
        + "\",\"type\":\"message\",\"subject\":\"trade.l3match\",\"data\":{\"symbol\":\""
        + symbol
        + "\",\"sequence\":\""
        + trade.sequence
        + "\",\"price\":\""
        + decimal(trade.price)
        + "\",\"size\":\"0.5\",\"side\":\"buy\",\"time\":\""
        + trade.timeMs
        + "000000\",\"type\":\"match\"}}";
  }

  String quoteFrame(Trade trade) {
    return "{\"topic\":\"/market/ticker:"
        + symbol
        + "\",\"type\":\"message\",\"subject\":\"trade.ticker\",\"data\":{\"sequence\":\""
        + trade.sequence
        + "\",\"price\":\""
        + decimal(trade.price)
        + "\",\"size\":\"0.5\",\"bestBid\":\""
        + decimal(trade.price)
        + "\",\"bestBidSize\":\"1\",\"bestAsk\":\""
        + decimal(trade.price + 1)
        + "\",\"bestAskSize\":\"1\",\"time\":"
        + trade.timeMs
        + "}}";
  }

  private static String decimal(long tenths) {
    return tenths / 10 + "." + tenths % 10;
  }
}
