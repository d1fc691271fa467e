/**
 * Holds the rules that wait for a price, ordered by threshold, and decides which of them a price
 * reaches. Pure Java: no Vert.x, clock or I/O. Start at {@link io.tickwire.rules.book.PriceBook};
 * {@link io.tickwire.rules.book.RuleBook} knows its rules by owner.
 */
@NullMarked
package io.tickwire.rules.book;

import org.jspecify.annotations.NullMarked;
