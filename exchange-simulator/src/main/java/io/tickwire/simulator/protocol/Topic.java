package io.tickwire.simulator.protocol;

/** One channel of one symbol; what a session's limit counts. */
public record Topic(Channel channel, String symbol) {

  /** The pseudo symbol of the spot ticker of everything. */
  public static final String ALL = "all";

  /** What candles of one minute carry after the symbol; other lengths are not served. */
  static final String MINUTE = "_1min";

  /** What a topic of candles names: {@code BTC-USDT_1min}. */
  public static String minuteOf(String symbol) {
    return symbol + MINUTE;
  }

  boolean isServed() {
    boolean candles = channel == Channel.SPOT_CANDLES || channel == Channel.FUTURES_CANDLES;
    return !candles || symbol.endsWith(MINUTE);
  }

  /** As it stands in frames: {@code /market/match:BTC-USDT}. */
  public String text() {
    return channel.path() + ":" + symbol;
  }
}
