/**
 * What goes wrong on command: which faults are on, and what they do to a socket's data. Pure: the
 * time comes from the caller. Start at {@link io.tickwire.simulator.fault.FaultBoard}.
 */
@NullMarked
package io.tickwire.simulator.fault;

import org.jspecify.annotations.NullMarked;
