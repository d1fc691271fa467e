/** Tests of the whole simulator over real sockets. */
@NullMarked
package io.tickwire.simulator;

import org.jspecify.annotations.NullMarked;
