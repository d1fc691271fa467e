package io.tickwire.feed.publish;

/**
 * How high and low a price was in a span of time; digits at {@code scale}.
 *
 * @param startMs epoch milliseconds by the venue
 */
public record PriceSpan(long startMs, int scale, long high, long low) {}
