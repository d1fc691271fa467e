package io.tickwire.common.wire;

/**
 * Asks a feed for the highest and lowest prices of a symbol since a moment.
 *
 * @param sinceMs epoch milliseconds by the venue's clock
 */
public record HighsLowsQuery(String symbol, long sinceMs) {
  public HighsLowsQuery {
    if (symbol == null || symbol.isEmpty() || sinceMs < 0) {
      throw new IllegalArgumentException(
          "impossible question: symbol=" + symbol + " sinceMs=" + sinceMs);
    }
  }
}
