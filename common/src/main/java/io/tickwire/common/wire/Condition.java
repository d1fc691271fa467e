package io.tickwire.common.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * When a trigger fires. The first two: while the price is at or beyond the threshold on the named
 * side. The others: when it comes there from strictly the other side.
 */
public enum Condition {
  ABOVE,
  BELOW,
  CROSSES_UP,
  CROSSES_DOWN,
  /** Whichever way comes first. */
  CROSSES;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
