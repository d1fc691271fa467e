package io.tickwire.rules.book;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ExecutionKind;

/**
 * A rule that waits for a price. Its key is owner, kind and index. Immutable, any thread.
 *
 * @param ownerId the position or trigger
 * @param index which one of several of a kind, such as partial targets; else 0
 * @param source which price it looks at
 * @param waitsFor what it waits for
 * @param version the owner's version that this rule comes from
 * @param armedAtNs exchange time in epoch nanoseconds; a tick of an earlier exchange time does not
 *     concern the rule, one of the same does
 * @param expiresAtNs a tick of this exchange time or later does not fire the rule; 0 for never
 * @param order arming order, smaller first; decides between rules at the same distance
 * @param onAsk for {@code bid_ask}: compares and fills with the ask instead of the bid. The other
 *     sources ignore it. See {@link #closesOnAsk}, {@link #opensOnAsk} and {@link #alertsOnAsk}
 * @param partial takes only itself out when it fires; the owner's other rules stay
 * @param protectionBp for {@code last}: not fired while last and mark are further apart, in basis
 *     points of the mark; 0 for off
 */
public record Rule(
    String ownerId,
    ExecutionKind kind,
    int index,
    PriceSource source,
    Wait waitsFor,
    long version,
    long armedAtNs,
    long expiresAtNs,
    long order,
    boolean onAsk,
    boolean partial,
    int protectionBp) {

  public Rule {
    if (index < 0 || expiresAtNs < 0 || protectionBp < 0) {
      throw new IllegalArgumentException(
          "negative: ownerId="
              + ownerId
              + " index="
              + index
              + " expiresAtNs="
              + expiresAtNs
              + " protectionBp="
              + protectionBp);
    }
  }

  /** A level that never expires, takes its owner along and is not protected. */
  public Rule(
      String ownerId,
      ExecutionKind kind,
      PriceSource source,
      Direction direction,
      long thresholdTicks,
      long version,
      long armedAtNs,
      long order,
      boolean onAsk) {
    this(
        ownerId,
        kind,
        0,
        source,
        new Wait.Level(direction, thresholdTicks),
        version,
        armedAtNs,
        0,
        order,
        onAsk,
        false,
        0);
  }

  /** The same rule, with another place in its wait. */
  public Rule with(Wait other) {
    return new Rule(
        ownerId,
        kind,
        index,
        source,
        other,
        version,
        armedAtNs,
        expiresAtNs,
        order,
        onAsk,
        partial,
        protectionBp);
  }

  /** Whether owner, kind and index are the same. */
  public boolean hasKeyOf(Rule other) {
    return kind == other.kind && index == other.index && ownerId.equals(other.ownerId);
  }

  /** The threshold it was given; 0 for a trailing stop, whose {@code Hit} tells where it was. */
  public long thresholdTicks() {
    if (waitsFor instanceof Wait.Level level) {
      return level.thresholdTicks();
    }
    return waitsFor instanceof Wait.Cross cross ? cross.thresholdTicks() : 0;
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
