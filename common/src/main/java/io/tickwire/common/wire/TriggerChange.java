package io.tickwire.common.wire;

import org.jspecify.annotations.Nullable;

/** Changes a copy of a {@link Trigger}, field by field. Not thread-safe. */
public final class TriggerChange {
  private final Trigger before;
  private TriggerStatus status;
  private long version;
  private @Nullable Long firedAt;
  private int firings;
  private @Nullable String result;
  private @Nullable String executionId;

  TriggerChange(Trigger before) {
    this.before = before;
    status = before.status();
    version = before.version();
    firedAt = before.firedAt();
    firings = before.firings();
    result = before.result();
    executionId = before.executionId();
  }

  public TriggerChange status(TriggerStatus value) {
    status = value;
    return this;
  }

  public TriggerChange version(long value) {
    version = value;
    return this;
  }

  public TriggerChange firedAt(@Nullable Long value) {
    firedAt = value;
    return this;
  }

  public TriggerChange firings(int value) {
    firings = value;
    return this;
  }

  public TriggerChange result(@Nullable String value) {
    result = value;
    return this;
  }

  public TriggerChange executionId(@Nullable String value) {
    executionId = value;
    return this;
  }

  public Trigger done() {
    return new Trigger(
        before.id(),
        before.user(),
        before.symbol(),
        before.condition(),
        before.price(),
        before.triggerSource(),
        before.action(),
        before.expiresAt(),
        before.repeat(),
        before.ocoGroup(),
        status,
        version,
        before.createdAt(),
        firedAt,
        firings,
        result,
        before.clientId(),
        executionId);
  }
}
