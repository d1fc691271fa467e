/**
 * The ports of the feed on Vert.x: its timers and its WebSocket client. Shell, decides nothing.
 * Start at {@link io.tickwire.feed.vertx.WebSocketTransport}.
 */
@NullMarked
package io.tickwire.feed.vertx;

import org.jspecify.annotations.NullMarked;
