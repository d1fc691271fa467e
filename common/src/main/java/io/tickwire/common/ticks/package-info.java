/**
 * Hears ticks without missing any: decides from the numbers of frames what is new, what is missing
 * and what to fetch again. {@link io.tickwire.common.ticks.FrameOrder} is pure, {@link
 * io.tickwire.common.ticks.TickStream} the shell on the event bus.
 */
@NullMarked
package io.tickwire.common.ticks;

import org.jspecify.annotations.NullMarked;
