/**
 * Decides what a position costs, earns and may look like: value, fee, margin, profit, liquidation
 * price, and whether an opening is acceptable. Pure Java: no Vert.x, clock or I/O. Start at {@link
 * io.tickwire.rules.accounting.Contract}.
 */
@NullMarked
package io.tickwire.rules.accounting;

import org.jspecify.annotations.NullMarked;
