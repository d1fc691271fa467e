/**
 * Decides which rules a tick fires, in which order and at which price, and refuses ticks it has
 * seen. Pure Java: no Vert.x, clock or I/O. Start at {@link
 * io.tickwire.rules.evaluation.SymbolEvaluator}.
 */
@NullMarked
package io.tickwire.rules.evaluation;

import org.jspecify.annotations.NullMarked;
