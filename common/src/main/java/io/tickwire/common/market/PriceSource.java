package io.tickwire.common.market;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which of an instrument's prices a rule watches. */
public enum PriceSource {
  /** Trades of the venue. */
  LAST,
  /** The venue's mark price (futures). */
  MARK,
  /** Best bid for what sells, best ask for what buys. */
  BID_ASK;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
