package io.tickwire.rules.book;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ExecutionKind;

/**
 * A rule that waits for a price. Its key is owner and kind: a position has at most one stop and one
 * target, a trigger one rule.
 *
 * @param ownerId the position or trigger
 * @param source which price it compares with the threshold
 * @param thresholdTicks whole ticks of the instrument, positive
 * @param version the owner's version that this rule comes from
 * @param armedAtNs exchange time in epoch nanoseconds; a tick of an earlier exchange time does not
 *     concern the rule, one of the same does
 * @param order arming order, smaller first; decides between rules at the same distance
 * @param onAsk for {@code bid_ask}: compares and fills with the ask instead of the bid. The other
 *     sources ignore it. See {@link #closesOnAsk}, {@link #opensOnAsk} and {@link #alertsOnAsk}
 */
public record Rule(
    String ownerId,
    ExecutionKind kind,
    PriceSource source,
    Direction direction,
    long thresholdTicks,
    long version,
    long armedAtNs,
    long order,
    boolean onAsk) {

  public Rule {
    if (thresholdTicks <= 0) {
      throw new IllegalArgumentException(
          "threshold must be positive: ownerId=" + ownerId + " ticks=" + thresholdTicks);
    }
  }

  /** Closing a long sells at the bid, closing a short buys at the ask. */
  public static boolean closesOnAsk(Side side) {
    return side == Side.SHORT;
  }

  /** Opening a long buys at the ask, opening a short sells at the bid. */
  public static boolean opensOnAsk(Side side) {
    return side == Side.LONG;
  }

  /**
   * An alert trades nothing, so it waits until the whole quote is beyond the threshold: the bid for
   * a rise, the ask for a fall.
   */
  public static boolean alertsOnAsk(Direction direction) {
    return direction == Direction.DOWN;
  }
}
