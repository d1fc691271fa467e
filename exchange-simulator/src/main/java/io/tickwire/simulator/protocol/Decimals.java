package io.tickwire.simulator.protocol;

import java.math.BigDecimal;

/** How KuCoin writes decimals: no exponent, no trailing zeros. */
public final class Decimals {

  private Decimals() {}

  public static String text(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }

  /** The shortest form for a JSON number: {@code 60000}, not {@code 60000.00}. */
  public static BigDecimal number(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
