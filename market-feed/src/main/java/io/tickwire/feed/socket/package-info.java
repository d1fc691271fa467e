/**
 * The life of one WebSocket to the exchange: token, connect, welcome, subscribe, ping, back off. A
 * shell around small pure parts. Start at {@link io.tickwire.feed.socket.ExchangeSocket}.
 */
@NullMarked
package io.tickwire.feed.socket;

import org.jspecify.annotations.NullMarked;
