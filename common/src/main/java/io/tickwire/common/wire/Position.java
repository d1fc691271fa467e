package io.tickwire.common.wire;

import io.tickwire.common.market.Market;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A position as the public contract shows it, as Redis holds it and as {@code user:*} events carry
 * it.
 *
 * @param user who owns it
 * @param quantity opened with: base currency on spot, lots on futures
 * @param openQuantity of it that is still open
 * @param margin reserved in {@code currency} for what is still open
 * @param takeProfit closes all that is open then
 * @param takeProfits close a part each, or what is left
 * @param priceProtectionBp a rule on last is held while last and mark differ by more, in basis
 *     points of mark
 * @param version grows with every change
 * @param reductions how often a part was closed
 * @param openedAt epoch milliseconds; {@code closedAt} likewise
 * @param exitPrice of the last part
 * @param closeReason what closed the last part
 * @param gross profit before fees of what was closed; fees are those of both sides; funding is what
 *     was received, negative when paid; net is gross − fees + funding
 * @param currency what margin and profit are booked in
 * @param executionId the execution that closed it
 */
public record Position(
    String id,
    String user,
    String symbol,
    Market market,
    Side side,
    BigDecimal quantity,
    BigDecimal openQuantity,
    BigDecimal entryPrice,
    BigDecimal leverage,
    BigDecimal margin,
    @Nullable BigDecimal liquidationPrice,
    @Nullable BigDecimal stopLoss,
    @Nullable BigDecimal takeProfit,
    List<TakeProfit> takeProfits,
    @Nullable TrailingStop trailingStop,
    PriceSource triggerSource,
    @Nullable Integer priceProtectionBp,
    PositionStatus status,
    long version,
    int reductions,
    long openedAt,
    @Nullable Long closedAt,
    @Nullable BigDecimal exitPrice,
    @Nullable ExecutionKind closeReason,
    @Nullable BigDecimal gross,
    BigDecimal fees,
    @Nullable BigDecimal funding,
    @Nullable BigDecimal net,
    String currency,
    @Nullable String clientId,
    @Nullable String executionId) {

  public Position {
    // Absent in what was written before there were several.
    takeProfits = takeProfits == null ? List.of() : List.copyOf(takeProfits);
  }

  /** A copy in which something can be changed. */
  public PositionChange change() {
    return new PositionChange(this);
  }
}
