/**
 * Serves users: WebSocket push, the HTTP API, the console. Shell that puts the rooms together.
 * Start at {@link io.tickwire.push.GatewayService}.
 */
@NullMarked
package io.tickwire.push;

import org.jspecify.annotations.NullMarked;
