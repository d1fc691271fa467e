/**
 * The words everyone uses: instruments, sides, exact decimals. Pure Java. Start at {@link
 * io.tickwire.common.market.Instrument}.
 */
@NullMarked
package io.tickwire.common.market;

import org.jspecify.annotations.NullMarked;
