package io.tickwire.common.wire;

import io.tickwire.common.market.PriceSource;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A trigger as the public contract shows it, as Redis holds it and as {@code user:*} events carry
 * it. Times are epoch milliseconds.
 *
 * @param expiresAt from then on it no longer fires
 * @param repeat absent when it fires once
 * @param ocoGroup of the triggers of one user, symbol and group the first that fires cancels the
 *     others
 * @param firedAt when it fired last
 * @param firings how often it has fired
 * @param result what came of it: the opened position's id, or the code of the refusal
 * @param executionId the execution that fired it last
 */
public record Trigger(
    String id,
    String user,
    String symbol,
    Condition condition,
    BigDecimal price,
    PriceSource triggerSource,
    TriggerAction action,
    @Nullable Long expiresAt,
    @Nullable Repeat repeat,
    @Nullable String ocoGroup,
    TriggerStatus status,
    long version,
    long createdAt,
    @Nullable Long firedAt,
    int firings,
    @Nullable String result,
    @Nullable String clientId,
    @Nullable String executionId) {

  /** The same trigger in another status. */
  public Trigger as(TriggerStatus newStatus, long newVersion) {
    return change().status(newStatus).version(newVersion).done();
  }

  /** The same trigger after a firing. */
  public Trigger fired(long atMs, int times, String byExecution) {
    return change().firedAt(atMs).firings(times).executionId(byExecution).done();
  }

  /** The same trigger with what came of it. */
  public Trigger withResult(@Nullable String newResult) {
    return change().result(newResult).done();
  }

  /** A copy that is changed field by field. */
  public TriggerChange change() {
    return new TriggerChange(this);
  }
}
