package io.tickwire.common.wire;

/**
 * An alert that fires again and again.
 *
 * @param cooldownS seconds after a firing in which it does not fire, 0 to 86,400
 * @param hysteresisBp how far the price must go back behind the threshold before it can fire again,
 *     in basis points of it, 0 to 5,000; one tick at least
 */
public record Repeat(long cooldownS, int hysteresisBp) {}
