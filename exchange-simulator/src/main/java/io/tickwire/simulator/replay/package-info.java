/**
 * Decides which line of a recording is due when. Pure: the lines and the time come from the caller.
 * Start at {@link io.tickwire.simulator.replay.Replay}.
 */
@NullMarked
package io.tickwire.simulator.replay;

import org.jspecify.annotations.NullMarked;
