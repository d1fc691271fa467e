/**
 * Finds a first price for a symbol that nothing is known of yet. Shell. Start at {@link
 * io.tickwire.feed.seed.Seeder}.
 */
@NullMarked
package io.tickwire.feed.seed;

import org.jspecify.annotations.NullMarked;
