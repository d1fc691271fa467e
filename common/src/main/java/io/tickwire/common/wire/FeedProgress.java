package io.tickwire.common.wire;

import java.util.List;
import java.util.Map;

/**
 * How far a feed has published the trades of the symbols it watches, without a gap: published on
 * {@code tickwire.feed.progress} every second. The feed that takes over a symbol learns from it
 * where the hole begins.
 *
 * @param node name of the feed among the members
 * @param symbols by symbol two numbers: the sequence of the newest trade and its time in epoch
 *     nanoseconds, or −1 and since when it watches while there was no trade
 */
public record FeedProgress(String node, Map<String, List<Long>> symbols) {
  /** More than every symbol of the venue. */
  public static final int MAX_SYMBOLS = 20_000;

  public FeedProgress {
    if (symbols.size() > MAX_SYMBOLS) {
      throw new IllegalArgumentException("impossible progress: symbols=" + symbols.size());
    }
    for (Map.Entry<String, List<Long>> entry : symbols.entrySet()) {
      List<Long> at = entry.getValue();
      if (at.size() != 2 || at.get(0) < -1 || at.get(1) < 0) {
        throw new IllegalArgumentException(
            "impossible progress: symbol=" + entry.getKey() + " at=" + at);
      }
    }
    symbols = Map.copyOf(symbols);
  }
}
