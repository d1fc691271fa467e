/**
 * The words everyone uses: instruments, sides, prices and quantities as exact decimals. Pure Java.
 */
@NullMarked
package io.tickwire.common.market;

import org.jspecify.annotations.NullMarked;
