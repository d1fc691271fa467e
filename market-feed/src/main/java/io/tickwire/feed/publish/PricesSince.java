package io.tickwire.feed.publish;

import java.util.List;

/**
 * How high and low a price was in each span of time that had one, the earliest first.
 *
 * @param isWhole whether all of it was seen
 */
public record PricesSince(List<Span> spans, boolean isWhole) {
  static final PricesSince NOTHING = new PricesSince(List.of(), false);

  /**
   * @param startMs epoch milliseconds by the venue
   * @param high digits at {@code scale}
   */
  public record Span(long startMs, int scale, long high, long low) {}

  public PricesSince {
    spans = List.copyOf(spans);
  }
}
