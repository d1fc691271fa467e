/**
 * A partition's life in an engine: load, follow, evaluate, commit, let go. Shell around {@code
 * evaluation}. Start at {@link io.tickwire.rules.partition.OwnedPartitions}.
 */
@NullMarked
package io.tickwire.rules.partition;

import org.jspecify.annotations.NullMarked;
