/** Tests of the room of the same name. */
@NullMarked
package io.tickwire.simulator.protocol;

import org.jspecify.annotations.NullMarked;
