/**
 * Writes down what the market did, so that a test can tell later what had to follow from it. A
 * shell: it decides nothing but when the file is full. Start at {@link
 * io.tickwire.simulator.tape.RunTape}.
 */
@NullMarked
package io.tickwire.simulator.tape;

import org.jspecify.annotations.NullMarked;
