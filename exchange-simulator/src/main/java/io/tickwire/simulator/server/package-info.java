/**
 * Decides who gets in and when the market moves: tokens, upgrades, timers, and the frames each
 * print sets off. A shell on one event loop; {@link io.tickwire.simulator.server.TokenDesk} and
 * {@link io.tickwire.simulator.server.RequestPool} are pure.
 */
@NullMarked
package io.tickwire.simulator.server;

import org.jspecify.annotations.NullMarked;
