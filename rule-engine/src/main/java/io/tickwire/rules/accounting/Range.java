package io.tickwire.rules.accounting;

import io.tickwire.common.market.Decimals;
import java.math.BigDecimal;

/**
 * Which decimals of a client are worth calculating with. A number such as {@code 1e999999999} is
 * short to send and takes gigabytes to align with a tick size or to print.
 */
final class Range {
  private Range() {}

  /** At most 18 digits on either side of the point. */
  static boolean holds(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    // As a long: precision minus scale overflows an int at the far exponents.
    long integerDigits = (long) stripped.precision() - stripped.scale();
    return integerDigits <= Decimals.MAX_SCALE && stripped.scale() <= Decimals.MAX_SCALE;
  }

  /** The number as the client reads it: without an exponent unless it is out of range. */
  static String text(BigDecimal number) {
    return holds(number) ? number.toPlainString() : number.toString();
  }
}
