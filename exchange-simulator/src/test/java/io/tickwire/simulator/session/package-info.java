/** Tests of the room of the same name. */
@NullMarked
package io.tickwire.simulator.session;

import org.jspecify.annotations.NullMarked;
