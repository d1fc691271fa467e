package io.tickwire.feed.venue.kucoin;

import java.util.List;

/** What we read of the data of a frame, whatever the channel calls it. */
enum DataField implements FieldNames.Named {
  SYMBOL("symbol"),
  SEQUENCE("sequence"),
  PRICE("price"),
  SIZE("size"),
  BID("bestBid", "bestBidPrice"),
  ASK("bestAsk", "bestAskPrice"),
  BID_SIZE("bestBidSize"),
  ASK_SIZE("bestAskSize"),
  MARK("markPrice"),
  INDEX("indexPrice"),
  RATE("fundingRate"),
  GRANULARITY("granularity"),
  /** In the unit of its channel. */
  TIME("time", "Time", "ts", "timestamp");

  static final FieldNames<DataField> NAMES = new FieldNames<>(values());

  private final String names;

  DataField(String... names) {
    this.names = String.join(",", names);
  }

  @Override
  public List<String> names() {
    return List.of(names.split(",", -1));
  }
}
