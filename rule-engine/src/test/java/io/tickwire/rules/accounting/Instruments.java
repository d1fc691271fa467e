package io.tickwire.rules.accounting;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import java.math.BigDecimal;

/** The contracts that the examples are calculated on. */
final class Instruments {
  static final Instrument LINEAR =
      futures("XBTUSDTM", "USDT", "USDT", false, new BigDecimal("0.001"));
  static final Instrument INVERSE = futures("XBTUSDM", "USD", "XBT", true, BigDecimal.ONE);
  static final Instrument SPOT =
      new Instrument(
          "ETH-USDT",
          Market.SPOT,
          "ETH",
          "USDT",
          "USDT",
          false,
          new BigDecimal("0.01"),
          new BigDecimal("0.0001"),
          BigDecimal.ONE,
          new BigDecimal("0.001"),
          BigDecimal.ZERO,
          BigDecimal.ZERO,
          BigDecimal.ONE);

  private Instruments() {}

  static BigDecimal d(String decimal) {
    return new BigDecimal(decimal);
  }

  static Instrument withLiquidationFee(Instrument of, String rate) {
    return new Instrument(
        of.symbol(),
        of.market(),
        of.base(),
        of.quote(),
        of.settle(),
        of.inverse(),
        of.tickSize(),
        of.lotSize(),
        of.multiplier(),
        of.takerFeeRate(),
        of.maintenanceRate(),
        d(rate),
        of.maxLeverage());
  }

  private static Instrument futures(
      String symbol, String quote, String settle, boolean inverse, BigDecimal multiplier) {
    return new Instrument(
        symbol,
        Market.FUTURES,
        "XBT",
        quote,
        settle,
        inverse,
        new BigDecimal("0.1"),
        BigDecimal.ONE,
        multiplier,
        new BigDecimal("0.0006"),
        new BigDecimal("0.004"),
        new BigDecimal("0.0006"),
        new BigDecimal("100"));
  }
}
