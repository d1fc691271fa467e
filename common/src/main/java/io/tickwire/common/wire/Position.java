package io.tickwire.common.wire;

import io.tickwire.common.market.Market;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A position as the public contract shows it, as Redis holds it and as {@code user:*} events carry
 * it.
 *
 * @param user who owns it
 * @param quantity base currency on spot, lots on futures
 * @param margin reserved in {@code currency}
 * @param openedAt epoch milliseconds; {@code closedAt} likewise
 * @param closeReason {@code stop_loss}, {@code take_profit} or {@code user}
 * @param gross profit before fees; fees are those of both sides; net is gross − fees
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
    PriceSource triggerSource,
    PositionStatus status,
    long version,
    long openedAt,
    @Nullable Long closedAt,
    @Nullable BigDecimal exitPrice,
    @Nullable ExecutionKind closeReason,
    @Nullable BigDecimal gross,
    BigDecimal fees,
    @Nullable BigDecimal net,
    String currency,
    @Nullable String clientId,
    @Nullable String executionId) {}
