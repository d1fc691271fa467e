package io.tickwire.common.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What fired. */
public enum ExecutionKind {
  STOP_LOSS,
  TAKE_PROFIT,
  TRAILING_STOP,
  LIQUIDATION,
  TRIGGER,
  USER;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
