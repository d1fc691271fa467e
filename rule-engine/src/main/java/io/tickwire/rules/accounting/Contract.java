package io.tickwire.rules.accounting;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.market.Side;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The money of one instrument, in the currency it settles in. Every result has 8 decimals, rounded
 * once, half to even; liquidation prices lie on a tick. Quantities are base currency on spot and
 * lots on futures; prices must be positive. Immutable, any thread.
 *
 * <p>With N = quantity × multiplier, a position is worth N × price, and N / price on an inverse
 * contract, where N counts the quote and settlement is in base.
 */
public final class Contract {
  /** Decimals of every amount. */
  public static final int MONEY_SCALE = 8;

  /** For intermediate sums of quotients, far finer than {@link #MONEY_SCALE}. */
  private static final MathContext FINE = MathContext.DECIMAL128;

  private final Instrument instrument;

  private Contract(Instrument instrument) {
    this.instrument = instrument;
  }

  public static Contract of(Instrument instrument) {
    return new Contract(instrument);
  }

  /** What the quantity is worth at a price. */
  public BigDecimal value(BigDecimal quantity, BigDecimal price) {
    return valueTimes(BigDecimal.ONE, quantity, price);
  }

  /** The taker fee of one side. */
  public BigDecimal fee(BigDecimal quantity, BigDecimal price) {
    return valueTimes(instrument.takerFeeRate(), quantity, price);
  }

  /** What closing takes: the taker fee, or the liquidation fee when the venue does it. */
  public BigDecimal closeFee(BigDecimal quantity, BigDecimal price, boolean liquidation) {
    return liquidation
        ? valueTimes(instrument.liquidationFeeRate(), quantity, price)
        : fee(quantity, price);
  }

  /**
   * What funding brings, negative when it costs: a long pays a positive rate, a short receives it.
   *
   * @param mark price that values the position
   */
  public BigDecimal funding(Side side, BigDecimal quantity, BigDecimal rate, BigDecimal mark) {
    return valueTimes(rate.multiply(BigDecimal.valueOf(-side.sign())), quantity, mark);
  }

  /**
   * The margin that closing a part releases; the last part takes what is left.
   *
   * @param quantity at most {@code openQuantity}
   * @param margin reserved for all that is open
   */
  public static BigDecimal marginOf(
      BigDecimal quantity, BigDecimal openQuantity, BigDecimal margin) {
    return quantity.compareTo(openQuantity) == 0
        ? margin
        : divide(margin.multiply(quantity), openQuantity);
  }

  /** What an opening reserves: value / leverage. */
  public BigDecimal margin(BigDecimal quantity, BigDecimal entry, BigDecimal leverage) {
    BigDecimal n = size(quantity);
    return instrument.inverse()
        ? divide(n, entry.multiply(leverage))
        : divide(n.multiply(entry), leverage);
  }

  /** Profit (positive) or loss before fees. */
  public BigDecimal gross(Side side, BigDecimal quantity, BigDecimal entry, BigDecimal exit) {
    BigDecimal n = size(quantity).multiply(BigDecimal.valueOf(side.sign()));
    BigDecimal moved = n.multiply(exit.subtract(entry));
    // n/E − n/X as one quotient, so that it is rounded once.
    return instrument.inverse() ? divide(moved, entry.multiply(exit)) : round(moved);
  }

  /**
   * The mark price at which the margin no longer covers the maintenance and the liquidation fee,
   * rounded to the tick that is reached earlier.
   *
   * @return null on spot, and when no price liquidates the position
   */
  public @Nullable BigDecimal liquidationPrice(
      Side side, BigDecimal quantity, BigDecimal entry, BigDecimal margin) {
    if (!isIsolated()) {
      return null;
    }
    BigDecimal n = size(quantity);
    BigDecimal sign = BigDecimal.valueOf(side.sign());
    BigDecimal k = instrument.maintenanceRate().add(instrument.liquidationFeeRate()).multiply(sign);
    BigDecimal signedMargin = margin.multiply(sign);
    return instrument.inverse()
        // n(1 ± k) / (n/E ± M), numerator and denominator times E.
        ? onTick(
            side,
            n.multiply(BigDecimal.ONE.add(k)).multiply(entry),
            n.add(signedMargin.multiply(entry)))
        : onTick(
            side, n.multiply(entry).subtract(signedMargin), n.multiply(BigDecimal.ONE.subtract(k)));
  }

  /**
   * The entry price of a position that several fills made up, to 8 decimals: the mean weighted by
   * quantity, on an inverse contract the harmonic one. For display; profits follow from the fills.
   *
   * @throws IllegalArgumentException without fills
   */
  public BigDecimal averageEntry(List<Fill> fills) {
    if (fills.isEmpty()) {
      throw new IllegalArgumentException("no fills: symbol=" + instrument.symbol());
    }
    BigDecimal quantity = BigDecimal.ZERO;
    BigDecimal cost = BigDecimal.ZERO;
    for (Fill fill : fills) {
      quantity = quantity.add(fill.quantity());
      cost =
          cost.add(
              instrument.inverse()
                  ? fill.quantity().divide(fill.price(), FINE)
                  : fill.quantity().multiply(fill.price()));
    }
    return instrument.inverse() ? divide(quantity, cost) : divide(cost, quantity);
  }

  /** Whether a margin of its own secures the position, so that it bounds the loss. */
  boolean isIsolated() {
    return instrument.market() == Market.FUTURES;
  }

  private BigDecimal size(BigDecimal quantity) {
    return quantity.multiply(instrument.multiplier());
  }

  private BigDecimal valueTimes(BigDecimal rate, BigDecimal quantity, BigDecimal price) {
    BigDecimal n = size(quantity).multiply(rate);
    return instrument.inverse() ? divide(n, price) : round(n.multiply(price));
  }

  /** A falling price liquidates a long, so the higher tick is the earlier one. */
  private @Nullable BigDecimal onTick(Side side, BigDecimal numerator, BigDecimal denominator) {
    if (numerator.signum() <= 0 || denominator.signum() <= 0) {
      return null;
    }
    RoundingMode towardsEarlier = side == Side.LONG ? RoundingMode.CEILING : RoundingMode.FLOOR;
    BigDecimal ticks =
        numerator.divide(denominator.multiply(instrument.tickSize()), 0, towardsEarlier);
    return ticks.signum() == 0 ? null : ticks.multiply(instrument.tickSize());
  }

  private static BigDecimal divide(BigDecimal numerator, BigDecimal denominator) {
    return numerator.divide(denominator, MONEY_SCALE, RoundingMode.HALF_EVEN);
  }

  private static BigDecimal round(BigDecimal amount) {
    return amount.setScale(MONEY_SCALE, RoundingMode.HALF_EVEN);
  }
}
