package io.tickwire.simulator.protocol;

/** One channel of one symbol; what a session's limit counts. */
public record Topic(Channel channel, String symbol) {

  /** The pseudo symbol of the spot ticker of everything. */
  public static final String ALL = "all";

  /** As it stands in frames: {@code /market/match:BTC-USDT}. */
  public String text() {
    return channel.path() + ":" + symbol;
  }
}
