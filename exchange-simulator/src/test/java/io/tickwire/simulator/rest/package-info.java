/** Tests of the room of the same name. */
@NullMarked
package io.tickwire.simulator.rest;

import org.jspecify.annotations.NullMarked;
