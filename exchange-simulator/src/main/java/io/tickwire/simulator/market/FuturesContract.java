package io.tickwire.simulator.market;

import java.math.BigDecimal;

/**
 * A perpetual contract; size is in lots. Linear: one lot is {@code multiplier} of the base
 * currency, settled in the quote currency. Inverse: {@code multiplier} is -1, one lot is one unit
 * of quote currency, settled in base currency.
 */
public record FuturesContract(
    String symbol,
    String baseCurrency,
    String quoteCurrency,
    BigDecimal startPrice,
    BigDecimal priceTick,
    BigDecimal multiplier,
    int maxLeverage,
    BigDecimal maintainMargin)
    implements Instrument {

  public static final BigDecimal TAKER_FEE_RATE = new BigDecimal("0.0006");
  public static final BigDecimal MAKER_FEE_RATE = new BigDecimal("0.0002");
  public static final BigDecimal FUNDING_RATE = new BigDecimal("0.0001");

  private static final int WALK_MAX_LOTS = 300;

  @Override
  public Market market() {
    return Market.FUTURES;
  }

  public boolean isInverse() {
    return multiplier.signum() < 0;
  }

  public String settleCurrency() {
    return isInverse() ? baseCurrency : quoteCurrency;
  }

  @Override
  public BigDecimal sizeStep() {
    return BigDecimal.ONE;
  }

  @Override
  public BigDecimal minSize() {
    return BigDecimal.ONE;
  }

  @Override
  public int walkMaxSteps() {
    return WALK_MAX_LOTS;
  }
}
