package io.tickwire.simulator.protocol;

import io.tickwire.simulator.market.Market;
import java.util.Arrays;
import java.util.Optional;

/** The public channels this exchange serves, and on which half. */
public enum Channel {
  SPOT_MATCH(Market.SPOT, "/market/match"),
  SPOT_TICKER(Market.SPOT, "/market/ticker"),
  SPOT_SNAPSHOT(Market.SPOT, "/market/snapshot"),
  SPOT_CANDLES(Market.SPOT, "/market/candles"),
  FUTURES_EXECUTION(Market.FUTURES, "/contractMarket/execution"),
  FUTURES_TICKER(Market.FUTURES, "/contractMarket/ticker"),
  FUTURES_TICKER_V2(Market.FUTURES, "/contractMarket/tickerV2"),
  FUTURES_INSTRUMENT(Market.FUTURES, "/contract/instrument"),
  FUTURES_CANDLES(Market.FUTURES, "/contractMarket/limitCandle");

  private final Market market;
  private final String path;

  Channel(Market market, String path) {
    this.market = market;
    this.path = path;
  }

  public String path() {
    return path;
  }

  static Optional<Channel> find(Market market, String path) {
    return Arrays.stream(values())
        .filter(channel -> channel.market == market && channel.path.equals(path))
        .findFirst();
  }
}
