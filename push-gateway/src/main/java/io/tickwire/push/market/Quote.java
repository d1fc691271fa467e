package io.tickwire.push.market;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.tickwire.common.market.Market;
import org.jspecify.annotations.Nullable;

/**
 * The newest prices of a symbol, as the {@code data} of a {@code quote} event. Prices and sizes are
 * plain decimals; what is not known is absent.
 *
 * @param fundingRate of a perpetual contract, a fraction; may be negative
 * @param timestamp epoch milliseconds of the newest part, by the venue's clock
 * @param receivedNs epoch nanoseconds when the feed read the newest part
 */
public record Quote(
    String symbol,
    @Nullable Market market,
    @Nullable String last,
    @Nullable String bid,
    @Nullable String ask,
    @Nullable String bidSize,
    @Nullable String askSize,
    @Nullable String mark,
    @Nullable String index,
    @Nullable String fundingRate,
    @JsonIgnore long timestamp,
    @JsonIgnore long receivedNs) {}
