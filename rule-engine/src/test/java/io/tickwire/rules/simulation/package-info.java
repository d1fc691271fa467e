/**
 * Engines, their bus and their store in simulated time: decides by seed what is delayed, lost,
 * repeated and reordered, and who crashes, and checks after every step that nothing fired which
 * should not have, and nothing is missing. The partitions are the production's; all around them is
 * modelled. Start at {@link io.tickwire.rules.simulation.SimulationTest}.
 */
@NullMarked
package io.tickwire.rules.simulation;

import org.jspecify.annotations.NullMarked;
