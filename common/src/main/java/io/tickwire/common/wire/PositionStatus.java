package io.tickwire.common.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Life of a position; it only moves to the right. */
public enum PositionStatus {
  OPEN,
  CLOSING,
  CLOSED;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
