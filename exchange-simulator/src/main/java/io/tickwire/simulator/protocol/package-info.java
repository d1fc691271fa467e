/**
 * Decides what a client frame means and how every frame the exchange sends is spelled (KuCoin's
 * Classic protocol). Pure Java and Jackson: no Vert.x, no clock, no I/O. Start at {@link
 * io.tickwire.simulator.protocol.ClientFrameParser}.
 */
@NullMarked
package io.tickwire.simulator.protocol;

import org.jspecify.annotations.NullMarked;
