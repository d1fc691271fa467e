/**
 * Decides what trades when and at which price: the instruments, the seeded random walk, the tape.
 * Pure Java: no Vert.x, no clock, no I/O. Start at {@link
 * io.tickwire.simulator.market.TradingFloor}.
 */
@NullMarked
package io.tickwire.simulator.market;

import org.jspecify.annotations.NullMarked;
