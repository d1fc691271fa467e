/**
 * Routes, request bodies, problem answers, the WebSocket door and the console. Shell; one set of
 * objects per event loop. Start at {@link io.tickwire.push.http.PushLoop}.
 */
@NullMarked
package io.tickwire.push.http;

import org.jspecify.annotations.NullMarked;
