/**
 * Keeps the newest quote of every symbol that somebody watches, and says which symbols are wanted.
 * The quote book is pure, the watch a shell. Start at {@link io.tickwire.push.market.MarketWatch}.
 */
@NullMarked
package io.tickwire.push.market;

import org.jspecify.annotations.NullMarked;
