package io.tickwire.common.wire;

/** Where most of a {@link HistoryReply} comes from, from the best to the coarsest. */
public enum HistorySource {
  /** Nothing was found, or nothing can have happened. */
  NONE,
  /** What the feed itself published last: every tick. */
  RING,
  /** The trades that the venue still tells: every trade. */
  TRADES,
  /** Candles of the venue, and its last trades after them. */
  CANDLES,
  /** How high and low a feed saw the price: two ticks for each second or minute. */
  EXTREMES
}
