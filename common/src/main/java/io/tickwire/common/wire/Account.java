package io.tickwire.common.wire;

import java.math.BigDecimal;
import java.util.List;

/** A user's money, one entry per currency, sorted by currency. */
public record Account(List<Balance> balances) {
  public Account {
    balances = List.copyOf(balances);
  }

  /**
   * @param balance sum of the ledger
   * @param available balance − used margin
   * @param usedMargin reserved by open positions
   * @param realized booked profit and fees so far
   * @param unrealized profit of open positions at the last price
   */
  public record Balance(
      String currency,
      BigDecimal balance,
      BigDecimal available,
      BigDecimal usedMargin,
      BigDecimal realized,
      BigDecimal unrealized) {}
}
