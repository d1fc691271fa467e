package io.tickwire.common.market;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What is traded and under which terms, as the feed read it from the venue.
 *
 * @param symbol the venue's own name: {@code BTC-USDT}, {@code XBTUSDTM}
 * @param base currency of the quantity (spot) or of the underlying
 * @param quote currency of the price
 * @param settle currency that margin, profit and fees are booked in
 * @param inverse one lot is {@code multiplier} units of quote, settled in base
 * @param tickSize price step
 * @param lotSize quantity step: base currency on spot, lots on futures
 * @param multiplier base (linear) or quote (inverse) per lot; 1 on spot
 * @param takerFeeRate fraction of the value, per side
 * @param maintenanceRate maintenance margin as a fraction of the mark value; 0 on spot
 * @param liquidationFeeRate fee on liquidation as a fraction of the mark value; 0 on spot
 * @param maxLeverage 1 on spot
 * @param funding when it is settled; absent on spot and where the venue does not say
 */
public record Instrument(
    String symbol,
    Market market,
    String base,
    String quote,
    String settle,
    boolean inverse,
    BigDecimal tickSize,
    BigDecimal lotSize,
    BigDecimal multiplier,
    BigDecimal takerFeeRate,
    BigDecimal maintenanceRate,
    BigDecimal liquidationFeeRate,
    BigDecimal maxLeverage,
    @Nullable FundingSchedule funding) {

  public Instrument {
    requirePositive(symbol, "tickSize", tickSize);
    requirePositive(symbol, "lotSize", lotSize);
    requirePositive(symbol, "multiplier", multiplier);
    if (inverse && market == Market.SPOT) {
      throw new IllegalArgumentException("a spot instrument cannot be inverse: symbol=" + symbol);
    }
  }

  /** One without funding. */
  public Instrument(
      String symbol,
      Market market,
      String base,
      String quote,
      String settle,
      boolean inverse,
      BigDecimal tickSize,
      BigDecimal lotSize,
      BigDecimal multiplier,
      BigDecimal takerFeeRate,
      BigDecimal maintenanceRate,
      BigDecimal liquidationFeeRate,
      BigDecimal maxLeverage) {
    this(
        symbol,
        market,
        base,
        quote,
        settle,
        inverse,
        tickSize,
        lotSize,
        multiplier,
        takerFeeRate,
        maintenanceRate,
        liquidationFeeRate,
        maxLeverage,
        null);
  }

  private static void requirePositive(String symbol, String name, BigDecimal value) {
    if (value.signum() <= 0) {
      throw new IllegalArgumentException(
          "must be positive: symbol=" + symbol + " " + name + "=" + value.toPlainString());
    }
  }

  /** The conversion between prices and ticks; builds a new one, keep it. */
  public TickSize ticks() {
    return TickSize.of(tickSize);
  }

  /** Whether a quantity is a positive multiple of the lot. */
  @JsonIgnore
  public boolean isOnLot(BigDecimal quantity) {
    return quantity.signum() > 0 && quantity.remainder(lotSize).signum() == 0;
  }
}
