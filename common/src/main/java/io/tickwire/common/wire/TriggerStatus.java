package io.tickwire.common.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Life of a trigger: armed, then one of the others for good. */
public enum TriggerStatus {
  ARMED,
  EXECUTED,
  REJECTED,
  CANCELLED,
  EXPIRED,
  /** An alert that fired too often. */
  PAUSED;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
