package io.tickwire.rules.store;

import io.tickwire.common.wire.Execution;
import org.jspecify.annotations.Nullable;

/**
 * A change of status to be decided by Redis. Repeating one with the same token is harmless.
 *
 * @param id position or trigger
 * @param from the status it was seen in, with {@code version}
 * @param to closing, executed or cancelled
 * @param token the execution's id; for a cancel any fresh id
 * @param execution the evidence; absent for a cancel
 */
public record Transition(
    String id,
    LiveStatus from,
    long version,
    LiveStatus to,
    String token,
    @Nullable Execution execution) {}
