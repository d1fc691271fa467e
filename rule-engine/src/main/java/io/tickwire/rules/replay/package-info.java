/**
 * Decides again what recorded ticks fire, with the evaluation of the engine and without Redis or
 * bus. Pure but for the command, which reads a file and prints. Start at {@link
 * io.tickwire.rules.replay.Replay}.
 */
@NullMarked
package io.tickwire.rules.replay;

import org.jspecify.annotations.NullMarked;
