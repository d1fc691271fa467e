package io.tickwire.rules.store;

import java.math.BigDecimal;

/**
 * One settlement of funding on a symbol.
 *
 * @param timeMs epoch milliseconds
 * @param rate fraction of the value; a long pays a positive one, a short receives it
 * @param mark the mark price that values the position
 */
public record FundingDue(long timeMs, BigDecimal rate, BigDecimal mark) {}
