/**
 * Other ways to find the rules that a price reaches, to be measured against the book. Start at
 * {@link io.tickwire.benchmarks.rival.Rival}.
 */
@NullMarked
package io.tickwire.benchmarks.rival;

import org.jspecify.annotations.NullMarked;
