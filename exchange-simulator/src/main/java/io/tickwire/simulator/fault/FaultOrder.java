package io.tickwire.simulator.fault;

import io.tickwire.simulator.market.Market;
import org.jspecify.annotations.Nullable;

/**
 * One fault as ordered.
 *
 * @param market null for both
 * @param connection null for all
 * @param symbol of {@link FaultKind#SILENT_TOPIC}, else null
 * @param durationMs 0 for the kind's own span
 * @param count how many frames or connects, 0 for as many as come
 * @param variant how exactly: {@code http} of {@link FaultKind#REJECT_TOKEN}, {@code bare} of
 *     {@link FaultKind#REST_429} without rate headers, else empty
 */
public record FaultOrder(
    FaultKind kind,
    @Nullable Market market,
    @Nullable String connection,
    @Nullable String symbol,
    long durationMs,
    int count,
    String variant) {

  /** Whether it is meant for that socket; a new one has no connection yet. */
  public boolean hits(Market otherMarket, @Nullable String otherConnection) {
    return (market == null || market == otherMarket)
        && (connection == null || connection.equals(otherConnection));
  }
}
