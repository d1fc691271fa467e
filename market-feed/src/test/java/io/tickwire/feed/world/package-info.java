/**
 * An exchange with a tape, a network and a REST API of its own, for whole feeds under simulated
 * time. Start at {@link io.tickwire.feed.world.SimulatedExchange}.
 */
@org.jspecify.annotations.NullMarked
package io.tickwire.feed.world;
