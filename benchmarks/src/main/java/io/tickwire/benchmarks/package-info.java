/**
 * JMH benchmarks of the pure rooms, and runs that measure a whole process from outside. Nothing
 * depends on it.
 */
@NullMarked
package io.tickwire.benchmarks;

import org.jspecify.annotations.NullMarked;
