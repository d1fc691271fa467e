/** Tests of the room that decides when a recording's lines are due. */
@NullMarked
package io.tickwire.simulator.replay;

import org.jspecify.annotations.NullMarked;
