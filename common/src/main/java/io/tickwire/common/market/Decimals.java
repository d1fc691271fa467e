package io.tickwire.common.market;

import java.math.BigDecimal;

/**
 * Exact arithmetic on decimals held as {@code digits × 10^-scale} in a {@code long}: 60000.1 is
 * 600001 at scale 1. Pure, allocation-free, any thread. Overflow throws {@link
 * ArithmeticException}; nothing is ever rounded silently.
 */
public final class Decimals {
  /** The largest scale whose power of ten fits a {@code long}. */
  public static final int MAX_SCALE = 18;

  private static final long[] POWERS = new long[MAX_SCALE + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i <= MAX_SCALE; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private Decimals() {}

  /** 10 to the power of {@code scale}, 0 to {@value #MAX_SCALE}. */
  public static long power(int scale) {
    if (scale < 0 || scale > MAX_SCALE) {
      throw new ArithmeticException("scale out of range: scale=" + scale);
    }
    return POWERS[scale];
  }

  /**
   * The digits of the same value at a larger or equal scale.
   *
   * @throws ArithmeticException when the result does not fit or {@code toScale} is smaller
   */
  public static long rescale(long digits, int fromScale, int toScale) {
    return toScale == fromScale ? digits : Math.multiplyExact(digits, power(toScale - fromScale));
  }

  /** Compares {@code a × 10^-aScale} with {@code b × 10^-bScale}, exactly. */
  public static int compare(long a, int aScale, long b, int bScale) {
    if (aScale == bScale) {
      return Long.compare(a, b);
    }
    return toBigDecimal(a, aScale).compareTo(toBigDecimal(b, bScale));
  }

  public static BigDecimal toBigDecimal(long digits, int scale) {
    return BigDecimal.valueOf(digits, scale);
  }

  /** The value as a plain decimal without an exponent: {@code format(600001, 1)} is "60000.1". */
  public static String format(long digits, int scale) {
    return toBigDecimal(digits, scale).toPlainString();
  }
}
