/** Tests of the room of the same name. */
@NullMarked
package io.tickwire.simulator.market;

import org.jspecify.annotations.NullMarked;
