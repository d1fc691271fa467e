package io.tickwire.common.wire;

import io.tickwire.common.market.PriceSource;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fired rule with its evidence: the answer to "why did my stop fire?".
 *
 * @param threshold the price the rule waited for; absent for a user's close
 * @param direction which way a crossing went: {@code crosses_up} or {@code crosses_down}
 * @param fillPrice what the position opened or closed at
 * @param tick the tick that fired it; absent for a user's close
 * @param receivedUs epoch microseconds when the feed read the tick, {@code decidedUs} when the
 *     engine decided, {@code committedUs} when Redis committed, by Redis's clock
 * @param recovered decided on a tick fetched after a gap
 * @param late decided after a restart, on a price that had passed before
 * @param engine the engine that won
 * @param cancelled rules that went with it: the kinds of a position's others, the ids of a
 *     trigger's siblings
 */
public record Execution(
    String id,
    String user,
    ExecutionKind kind,
    @Nullable String positionId,
    @Nullable String triggerId,
    String symbol,
    @Nullable BigDecimal threshold,
    @Nullable Condition direction,
    BigDecimal fillPrice,
    BigDecimal quantity,
    @Nullable Evidence tick,
    long receivedUs,
    long decidedUs,
    long committedUs,
    boolean recovered,
    boolean late,
    String engine,
    List<String> cancelled) {

  public Execution {
    cancelled = List.copyOf(cancelled);
  }

  /** The same with what was closed in the end. */
  public Execution withQuantity(BigDecimal closed) {
    return new Execution(
        id,
        user,
        kind,
        positionId,
        triggerId,
        symbol,
        threshold,
        direction,
        fillPrice,
        closed,
        tick,
        receivedUs,
        decidedUs,
        committedUs,
        recovered,
        late,
        engine,
        cancelled);
  }

  /**
   * The tick as the venue sent it.
   *
   * @param venue {@code kucoin}
   * @param exchangeTimeNs epoch nanoseconds by the venue's clock
   */
  public record Evidence(
      String venue,
      String symbol,
      PriceSource source,
      long sequence,
      BigDecimal price,
      long exchangeTimeNs) {}
}
