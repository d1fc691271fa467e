/**
 * The life of one socket to the exchange: token, connect, welcome, subscribe, ping, back off, make
 * room for a younger one. {@link io.tickwire.feed.socket.SocketLife} and what it uses decide and
 * are pure, {@link io.tickwire.feed.socket.SocketLink} is the shell around it; time, connections
 * and calls come through ports. Start at {@link io.tickwire.feed.socket.ExchangeSocket}.
 */
@NullMarked
package io.tickwire.feed.socket;

import org.jspecify.annotations.NullMarked;
