/**
 * A whole rule engine in this process, on a Redis of its own, under load. Not pure: starts
 * processes, spends their time and reads clocks. Start at {@link
 * io.tickwire.benchmarks.engine.TransitionStormRun}.
 */
@NullMarked
package io.tickwire.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
