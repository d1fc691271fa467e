package io.tickwire.rules.accounting;

import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ExecutionKind;
import java.math.BigDecimal;

/**
 * The money of one close, of a part or of all, each component rounded once to 8 decimals, in the
 * currency it settles in.
 *
 * <p>An isolated futures position never loses more than its margin: what profit and fee take beyond
 * the margin that the close releases is the house's, as {@code insurance}. So {@code gross −
 * closeFee + insurance ≥ −margin} always holds and releasing the margin with the result never
 * leaves a debt. The opening fee was paid beside the margin.
 *
 * @param gross profit or loss of the price's move
 * @param closeFee taken now
 * @param insurance what the house pays, 0 or more
 * @param margin released now
 */
public record Closing(
    BigDecimal gross, BigDecimal closeFee, BigDecimal insurance, BigDecimal margin) {

  /**
   * What stands before a close.
   *
   * @param quantity that is open
   * @param margin reserved for it
   */
  public record Open(Side side, BigDecimal quantity, BigDecimal entry, BigDecimal margin) {}

  /**
   * @param quantity to close, at most what is open
   * @param exit the price it closes at
   * @param kind a liquidation pays the liquidation fee, anything else the taker fee
   */
  public static Closing of(
      Contract contract, Open open, BigDecimal quantity, BigDecimal exit, ExecutionKind kind) {
    BigDecimal margin = Contract.marginOf(quantity, open.quantity(), open.margin());
    BigDecimal gross = contract.gross(open.side(), quantity, open.entry(), exit);
    BigDecimal fee = contract.closeFee(quantity, exit, kind == ExecutionKind.LIQUIDATION);
    return new Closing(gross, fee, insurance(contract, gross, fee, margin), margin);
  }

  /**
   * What the house pays of a close.
   *
   * @param margin that the close releases
   */
  public static BigDecimal insurance(
      Contract contract, BigDecimal gross, BigDecimal closeFee, BigDecimal margin) {
    BigDecimal beyond = closeFee.subtract(gross).subtract(margin);
    return contract.isIsolated() && beyond.signum() > 0 ? beyond : BigDecimal.ZERO;
  }

  /** Profit or loss that its owner bears before fees. */
  public BigDecimal borne() {
    return gross.add(insurance);
  }
}
