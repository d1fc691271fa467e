package io.tickwire.rules.evaluation;

import io.tickwire.rules.book.Rule;

/**
 * A rule that fired.
 *
 * @param tick the tick that fired it
 * @param fill the price it executes at: the tick itself, but the last price for a rule on mark
 */
public record Hit(Rule rule, PricePoint tick, PricePoint fill) {}
