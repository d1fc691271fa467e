package io.tickwire.feed.socket;

import io.tickwire.common.market.Market;
import org.jspecify.annotations.Nullable;

/**
 * One socket as {@code /stats} shows it.
 *
 * @param state of the connection that carries the topics
 * @param successor of the connection that is to replace it, null while it does not rotate
 * @param topics desired
 * @param acknowledged of them, by either connection
 * @param attempts to connect since it was made
 * @param ageMs since the connection went live, −1 when it is not
 * @param lastDataMs since the last tick, −1 when there was none since it went live
 * @param messages received since it was made
 */
public record SocketStatus(
    String id,
    Market market,
    SocketState state,
    @Nullable SocketState successor,
    int topics,
    int acknowledged,
    long attempts,
    long ageMs,
    long lastDataMs,
    long messages) {}
