package io.tickwire.common.market;

import java.math.BigDecimal;

/**
 * An instrument's price step and the conversion between prices and whole ticks. Immutable, any
 * thread. A price between two ticks (a mark price may be) has a floor and a ceiling: a rule that
 * waits for P ≤ T fires exactly when {@code ceil(P) ≤ T}, one that waits for P ≥ T exactly when
 * {@code floor(P) ≥ T}.
 */
public final class TickSize {
  private final BigDecimal size;
  private final long stepDigits;
  private final int stepScale;

  private TickSize(BigDecimal size) {
    this.size = size;
    this.stepScale = Math.max(0, size.scale());
    this.stepDigits = size.setScale(stepScale).unscaledValue().longValueExact();
  }

  /**
   * @param size the price step, for example 0.1
   * @throws IllegalArgumentException when it is not positive or finer than 18 digits
   */
  public static TickSize of(BigDecimal size) {
    BigDecimal stripped = size.stripTrailingZeros();
    if (stripped.signum() <= 0 || stripped.scale() > Decimals.MAX_SCALE) {
      throw new IllegalArgumentException("impossible tick size: tickSize=" + size.toPlainString());
    }
    return new TickSize(stripped);
  }

  /** The largest whole number of ticks that is not above the price. */
  public long floor(long digits, int scale) {
    if (scale <= stepScale) {
      return Math.floorDiv(Decimals.rescale(digits, scale, stepScale), stepDigits);
    }
    return Math.floorDiv(digits, Math.multiplyExact(stepDigits, Decimals.power(scale - stepScale)));
  }

  /** The smallest whole number of ticks that is not below the price. */
  public long ceil(long digits, int scale) {
    return Math.negateExact(floor(Math.negateExact(digits), scale));
  }

  /** Whether the price lies on a whole tick. */
  public boolean isOnTick(BigDecimal price) {
    return price.remainder(size).signum() == 0;
  }

  /**
   * The price in whole ticks.
   *
   * @throws ArithmeticException when it lies between two ticks or does not fit
   */
  public long toTicks(BigDecimal price) {
    return price.divideToIntegralValue(size).multiply(size).compareTo(price) == 0
        ? price.divideToIntegralValue(size).longValueExact()
        : offTick(price);
  }

  private long offTick(BigDecimal price) {
    throw new ArithmeticException(
        "price off tick: price=" + price.toPlainString() + " tickSize=" + size.toPlainString());
  }

  /** The price of a whole number of ticks, with the scale of the tick size. */
  public BigDecimal toPrice(long ticks) {
    return size.multiply(BigDecimal.valueOf(ticks)).setScale(stepScale);
  }

  public BigDecimal size() {
    return size;
  }
}
