/**
 * Decides what KuCoin's REST calls answer: the bodies are pure functions of the floor and the time.
 * Start at {@link io.tickwire.simulator.rest.SpotBodies}; the routes are in the server room.
 */
@NullMarked
package io.tickwire.simulator.rest;

import org.jspecify.annotations.NullMarked;
