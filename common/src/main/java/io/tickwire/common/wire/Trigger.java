package io.tickwire.common.wire;

import io.tickwire.common.market.PriceSource;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A trigger as the public contract shows it, as Redis holds it and as {@code user:*} events carry
 * it. Times are epoch milliseconds.
 *
 * @param result what came of it: the opened position's id, or the code of the refusal
 * @param executionId the execution that fired it
 */
public record Trigger(
    String id,
    String user,
    String symbol,
    Condition condition,
    BigDecimal price,
    PriceSource triggerSource,
    TriggerAction action,
    TriggerStatus status,
    long version,
    long createdAt,
    @Nullable Long firedAt,
    @Nullable String result,
    @Nullable String clientId,
    @Nullable String executionId) {}
