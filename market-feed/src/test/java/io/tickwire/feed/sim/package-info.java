/**
 * A whole feed under simulated time, network and exchange. Start at {@link
 * io.tickwire.feed.sim.SimulatedExchange}.
 */
@org.jspecify.annotations.NullMarked
package io.tickwire.feed.sim;
