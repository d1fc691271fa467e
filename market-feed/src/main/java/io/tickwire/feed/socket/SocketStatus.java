package io.tickwire.feed.socket;

import io.tickwire.common.market.Market;

/**
 * One socket as {@code /stats} shows it.
 *
 * @param topics desired
 * @param acknowledged of them, by any of its connections
 * @param attempts to connect since it was made
 * @param ageMs since its connection went live, −1 when it is not
 * @param lastDataMs since the last tick, −1 when there was none on this connection
 * @param rotating whether a second connection is about to replace the first
 * @param messages of data since it was made
 */
public record SocketStatus(
    String id,
    Market market,
    SocketState state,
    int topics,
    int acknowledged,
    long attempts,
    long ageMs,
    long lastDataMs,
    boolean rotating,
    long messages) {}
