/**
 * The feed's ports on Vert.x: timers of the event loop and WebSockets. Shell. Start at {@link
 * io.tickwire.feed.vertx.WebSocketTransport}.
 */
@NullMarked
package io.tickwire.feed.vertx;

import org.jspecify.annotations.NullMarked;
