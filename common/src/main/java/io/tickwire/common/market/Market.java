package io.tickwire.common.market;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which of the venue's two markets an instrument trades on. */
public enum Market {
  SPOT,
  FUTURES;

  /** The name on the wire: {@code spot} or {@code futures}. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
