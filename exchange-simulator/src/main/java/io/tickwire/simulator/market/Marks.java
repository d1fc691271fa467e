package io.tickwire.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Mark and index price of a contract and the time they are published with, in epoch milliseconds.
 */
public record Marks(BigDecimal mark, BigDecimal index, long timeMs) {

  private static final BigDecimal MARK_PACE = new BigDecimal("0.25");
  private static final BigDecimal INDEX_PACE = new BigDecimal("0.33");

  /** A step of both prices towards the last trade, rounded to so many decimals. */
  Marks drift(BigDecimal last, int scale) {
    return new Marks(
        approach(mark, last, MARK_PACE, scale), approach(index, last, INDEX_PACE, scale), timeMs);
  }

  /** The same prices at a later time; the time never goes back. */
  Marks at(long nowMs) {
    return new Marks(mark, index, Math.max(timeMs, nowMs));
  }

  private static BigDecimal approach(BigDecimal from, BigDecimal to, BigDecimal pace, int scale) {
    return from.add(to.subtract(from).multiply(pace)).setScale(scale, RoundingMode.HALF_EVEN);
  }
}
