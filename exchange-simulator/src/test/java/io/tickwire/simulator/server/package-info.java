/** Tests of the room of the same name. */
@NullMarked
package io.tickwire.simulator.server;

import org.jspecify.annotations.NullMarked;
