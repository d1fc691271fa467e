package io.tickwire.rules.store;

import java.math.BigDecimal;

/** Amounts in 1e-8, as the ledger counts them. Pure, any thread. */
public final class Money {
  private static final int SCALE = 8;

  /** Beyond it the scripts refuse: sums of such amounts still fit 64 bits. */
  private static final long MOST_E8 = 999_999_999_999_999_999L;

  private Money() {}

  /**
   * @throws ArithmeticException when it has more than 8 decimals or an account cannot hold it
   */
  public static long toE8(BigDecimal amount) {
    long e8 = amount.movePointRight(SCALE).longValueExact();
    if (e8 > MOST_E8 || e8 < -MOST_E8) {
      throw new ArithmeticException("beyond what an account holds: amount=" + amount);
    }
    return e8;
  }

  public static BigDecimal ofE8(long e8) {
    return plain(BigDecimal.valueOf(e8, SCALE));
  }

  /** Without trailing zeros and exponent, as clients read it. */
  public static BigDecimal plain(BigDecimal amount) {
    BigDecimal stripped = amount.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
