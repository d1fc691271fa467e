package io.tickwire.simulator.market;

import java.math.BigDecimal;

/**
 * The trades of one minute.
 *
 * @param startMs epoch milliseconds
 * @param volume sum of sizes
 * @param turnover sum of size times price
 */
public record Candle(
    long startMs,
    BigDecimal open,
    BigDecimal high,
    BigDecimal low,
    BigDecimal close,
    BigDecimal volume,
    BigDecimal turnover) {}
