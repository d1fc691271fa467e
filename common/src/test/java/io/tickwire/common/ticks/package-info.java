/** Frames that are missing, late or twice. */
@org.jspecify.annotations.NullMarked
package io.tickwire.common.ticks;
