/**
 * Reads what is traded and keeps it in Redis for everyone. Shell. Start at {@link
 * io.tickwire.feed.instruments.InstrumentDirectory}.
 */
@NullMarked
package io.tickwire.feed.instruments;

import org.jspecify.annotations.NullMarked;
