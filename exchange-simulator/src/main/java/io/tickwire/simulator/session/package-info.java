/**
 * Decides what one socket may hold and receives: its topics, its limits, its life. {@link
 * io.tickwire.simulator.session.Subscriptions} and {@link
 * io.tickwire.simulator.session.MessagePermits} are pure, {@link
 * io.tickwire.simulator.session.Session} is the shell around one WebSocket.
 */
@NullMarked
package io.tickwire.simulator.session;

import org.jspecify.annotations.NullMarked;
