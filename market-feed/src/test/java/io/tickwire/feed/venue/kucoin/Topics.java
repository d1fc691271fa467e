package io.tickwire.feed.venue.kucoin;

import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.TopicTable;

/** One topic of every channel: BTC-USDT on spot, XBTUSDTM on futures. */
final class Topics {
  private Topics() {}

  static TopicTable ofEveryChannel() {
    TopicTable table = new TopicTable();
    for (Channel channel : Channel.values()) {
      Topic topic = new Topic(channel.path(), symbol(channel), channel.kind());
      table.put(channel.path() + ":" + topic.symbol(), topic);
    }
    return table;
  }

  static String symbol(Channel channel) {
    return channel.path().startsWith("/market") ? "BTC-USDT" : "XBTUSDTM";
  }
}
