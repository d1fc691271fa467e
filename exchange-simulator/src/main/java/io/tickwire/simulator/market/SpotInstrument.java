package io.tickwire.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A spot pair such as BTC-USDT; size is in base currency. */
public record SpotInstrument(
    String baseCurrency,
    String quoteCurrency,
    BigDecimal startPrice,
    BigDecimal priceTick,
    BigDecimal sizeStep,
    BigDecimal minSize)
    implements Instrument {

  private static final BigDecimal WALK_NOTIONAL_USD = new BigDecimal(3_000);
  private static final BigDecimal WALK_NOTIONAL_BTC = new BigDecimal("0.05");

  @Override
  public String symbol() {
    return baseCurrency + "-" + quoteCurrency;
  }

  /** The exchange's group of pairs: all dollar quotes share one. */
  public String marketName() {
    return quoteCurrency.startsWith("USD") ? "USDS" : quoteCurrency;
  }

  @Override
  public Market market() {
    return Market.SPOT;
  }

  @Override
  public int walkMaxSteps() {
    BigDecimal notional = quoteCurrency.equals("BTC") ? WALK_NOTIONAL_BTC : WALK_NOTIONAL_USD;
    BigDecimal steps = notional.divide(startPrice.multiply(sizeStep), 0, RoundingMode.DOWN);
    return steps.min(BigDecimal.valueOf(Integer.MAX_VALUE)).max(BigDecimal.ONE).intValueExact();
  }
}
