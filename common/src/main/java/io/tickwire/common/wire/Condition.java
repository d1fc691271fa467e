package io.tickwire.common.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** When a trigger fires: while the price is at or beyond the threshold on the named side. */
public enum Condition {
  ABOVE,
  BELOW;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
