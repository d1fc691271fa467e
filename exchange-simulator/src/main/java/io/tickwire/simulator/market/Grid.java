package io.tickwire.simulator.market;

import java.math.BigDecimal;

/**
 * Decimals as whole steps of one size: {@code unscaled} times ten to the minus {@code scale} each.
 * Pure.
 */
public record Grid(long unscaled, int scale) {

  static Grid of(BigDecimal step) {
    BigDecimal plain = step.scale() < 0 ? step.setScale(0) : step;
    return new Grid(plain.unscaledValue().longValueExact(), plain.scale());
  }

  /** The number of so many steps; its decimals are {@link #scale}. */
  public long unscaled(long steps) {
    return steps * unscaled;
  }

  BigDecimal value(long steps) {
    return BigDecimal.valueOf(unscaled(steps), scale);
  }

  /**
   * @throws ArithmeticException when the value lies between two steps
   */
  public long steps(BigDecimal value) {
    return value.divide(value(1)).longValueExact();
  }
}
