/**
 * What clients and gateway say to each other over a WebSocket: frames, their JSON, close codes.
 * Pure. Start at {@link io.tickwire.push.protocol.ClientFrame}.
 */
@NullMarked
package io.tickwire.push.protocol;

import org.jspecify.annotations.NullMarked;
