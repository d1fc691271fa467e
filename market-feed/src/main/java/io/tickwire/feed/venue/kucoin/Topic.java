package io.tickwire.feed.venue.kucoin;

import io.tickwire.common.market.Market;
import java.util.List;

/** One channel of one symbol: what counts against the exchange's limit for a socket. */
public record Topic(Channel channel, String symbol) {

  /** As data frames name it: {@code /market/match:BTC-USDT}. */
  public String text() {
    return channel.path() + ":" + symbol;
  }

  public static List<Topic> ofSymbol(Market market, String symbol) {
    return Channel.ofMarket(market).stream().map(channel -> new Topic(channel, symbol)).toList();
  }
}
