package io.tickwire.common.market;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Direction of a position. */
public enum Side {
  LONG,
  SHORT;

  /** +1 for a long, −1 for a short: the sign of a profit when the price rises. */
  public int sign() {
    return this == LONG ? 1 : -1;
  }

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
