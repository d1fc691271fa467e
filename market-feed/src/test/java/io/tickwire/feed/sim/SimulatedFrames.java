package io.tickwire.feed.sim;

/** Data frames as KuCoin spells them. */
public final class SimulatedFrames {
  private SimulatedFrames() {}

  public static String matchTopic(String symbol) {
    return "/market/match:" + symbol;
  }

  public static String tickerTopic(String symbol) {
    return "/market/ticker:" + symbol;
  }

  public static String trade(String symbol, long sequence, String price) {
    return "{\"topic\":\""
        + matchTopic(symbol)
        + "\",\"type\":\"message\",\"subject\":\"trade.l3match\",\"data\":{\"symbol\":\""
        + symbol
        + "\",\"sequence\":\""
        + sequence
        + "\",\"price\":\""
        + price
        + "\",\"size\":\"0.1\",\"time\":\"1795219200000000000\"}}";
  }

  public static String ticker(String symbol, long sequence, String price) {
    return "{\"topic\":\""
        + tickerTopic(symbol)
        + "\",\"type\":\"message\",\"subject\":\"trade.ticker\",\"data\":{\"sequence\":\""
        + sequence
        + "\",\"price\":\""
        + price
        + "\",\"size\":\"1\",\"bestAsk\":\""
        + price
        + "\",\"bestAskSize\":\"1\",\"bestBid\":\""
        + price
        + "\",\"bestBidSize\":\"1\",\"time\":1795219200000}}";
  }
}
