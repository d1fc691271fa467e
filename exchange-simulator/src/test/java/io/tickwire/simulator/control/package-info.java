/** Tests of the room of the same name. */
@NullMarked
package io.tickwire.simulator.control;

import org.jspecify.annotations.NullMarked;
