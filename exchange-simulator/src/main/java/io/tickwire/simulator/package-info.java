/**
 * KuCoin as far as its clients can tell: a simulator to embed or to run alone. This room assembles
 * the others and holds no rule of its own. Start at {@link
 * io.tickwire.simulator.ExchangeSimulator}.
 */
@NullMarked
package io.tickwire.simulator;

import org.jspecify.annotations.NullMarked;
