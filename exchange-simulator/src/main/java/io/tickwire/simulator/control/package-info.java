/**
 * Decides what the {@code /sim} calls may do to the market and how they refuse. {@link
 * io.tickwire.simulator.control.ControlParser} is pure; {@link
 * io.tickwire.simulator.control.ControlRoutes} is the shell.
 */
@NullMarked
package io.tickwire.simulator.control;

import org.jspecify.annotations.NullMarked;
