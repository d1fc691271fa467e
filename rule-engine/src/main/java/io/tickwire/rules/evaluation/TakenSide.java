package io.tickwire.rules.evaluation;

import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Origin;

/**
 * From where a crossing comes whose newest price does not say it, for a checkpoint; to be given
 * back as the origin of its {@code Wait.Cross}.
 *
 * @param armedAtNs of the rule: it begins anew with every firing, in the same version
 */
public record TakenSide(
    String ownerId, ExecutionKind kind, int index, long version, long armedAtNs, Origin origin) {}
