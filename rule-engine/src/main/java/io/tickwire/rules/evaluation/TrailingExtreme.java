package io.tickwire.rules.evaluation;

import io.tickwire.common.wire.ExecutionKind;

/**
 * Where a trailing stop stands, for a checkpoint; to be given back as the extreme of its {@code
 * Wait.Trailing}.
 *
 * @param extremeTicks highest price of a long, lowest of a short, in whole ticks; 0 while it waits
 *     for its activation or its first price
 */
public record TrailingExtreme(
    String ownerId, ExecutionKind kind, int index, long version, long extremeTicks) {}
