/** Tests of how frames are spelled. */
@NullMarked
package io.tickwire.simulator.protocol;

import org.jspecify.annotations.NullMarked;
