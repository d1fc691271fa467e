package io.tickwire.feed.venue;

import io.tickwire.common.wire.TickKind;

/**
 * One channel of one symbol: what is subscribed, and what counts against the exchange's limit for a
 * socket.
 *
 * @param channel the venue's own name of the topic family
 * @param kind what its frames become
 */
public record Topic(String channel, String symbol, TickKind kind) {}
