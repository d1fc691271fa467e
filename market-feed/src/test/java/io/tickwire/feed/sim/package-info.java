/**
 * Surroundings of a feed that exist only in a test: time that is moved by hand, connections and an
 * exchange in memory. One seed gives one run. Start at {@link
 * io.tickwire.feed.sim.SimulatedExchange}.
 */
@NullMarked
package io.tickwire.feed.sim;

import org.jspecify.annotations.NullMarked;
