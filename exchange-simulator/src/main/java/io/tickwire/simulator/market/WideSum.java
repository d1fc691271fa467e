package io.tickwire.simulator.market;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A sum of products of whole numbers that does not overflow: 128 bits wide. None of them may be
 * negative. Not thread-safe.
 */
final class WideSum {

  private long high;

  /** Unsigned. */
  private long low;

  void addProduct(long a, long b) {
    long product = a * b;
    low += product;
    boolean carries = Long.compareUnsigned(low, product) < 0;
    high += Math.multiplyHigh(a, b) + (carries ? 1 : 0);
  }

  /** The sum times ten to the minus {@code scale}. */
  BigDecimal value(int scale) {
    BigInteger whole =
        BigInteger.valueOf(high)
            .shiftLeft(Long.SIZE)
            .add(new BigInteger(Long.toUnsignedString(low)));
    return new BigDecimal(whole, scale);
  }
}
