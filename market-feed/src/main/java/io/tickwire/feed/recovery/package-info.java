/**
 * Decides what was missed between two ticks and gets it back: trades from the exchange's history,
 * else candles, marks from our own feeds. The lines, queues and books are pure; {@link
 * io.tickwire.feed.recovery.Recovery} and {@link io.tickwire.feed.recovery.ProgressExchange} are
 * shells. Start at {@link io.tickwire.feed.recovery.TradeLine}.
 */
@NullMarked
package io.tickwire.feed.recovery;

import org.jspecify.annotations.NullMarked;
