package io.tickwire.rules.accounting;

import io.tickwire.common.market.Side;
import java.math.BigDecimal;

/**
 * The money of one closed position, each part rounded once to 8 decimals, in the currency it
 * settles in.
 *
 * <p>An isolated futures position never loses more than its margin: the gross loss is cut at the
 * margin first, then the closing fee at what is left of it. So {@code gross − closeFee ≥ −margin}
 * always holds and releasing the margin with the result never leaves a debt; what was cut is the
 * house's loss. The opening fee was paid beside the margin and is not cut.
 *
 * @param gross profit or loss before fees
 * @param openFee paid at opening
 * @param closeFee taken now
 * @param fees both fees
 * @param net {@code gross − fees}, exactly
 */
public record Closing(
    BigDecimal gross, BigDecimal openFee, BigDecimal closeFee, BigDecimal fees, BigDecimal net) {

  public static Closing of(
      Contract contract,
      Side side,
      BigDecimal quantity,
      BigDecimal entry,
      BigDecimal exit,
      BigDecimal openFee,
      BigDecimal margin) {
    BigDecimal gross = contract.gross(side, quantity, entry, exit);
    BigDecimal closeFee = contract.fee(quantity, exit);
    if (contract.isIsolated()) {
      gross = gross.max(margin.negate());
      closeFee = closeFee.min(margin.add(gross));
    }
    BigDecimal fees = openFee.add(closeFee);
    return new Closing(gross, openFee, closeFee, fees, gross.subtract(fees));
  }
}
