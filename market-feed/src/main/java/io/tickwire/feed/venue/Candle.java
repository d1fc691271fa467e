package io.tickwire.feed.venue;

/**
 * Prices of one minute, all at one scale.
 *
 * @param startMs epoch milliseconds
 */
public record Candle(
    long startMs, long spanMs, int scale, long open, long high, long low, long close) {}
