package io.tickwire.rules.accounting;

import java.math.BigDecimal;

/**
 * One execution that made up a position.
 *
 * @param quantity base currency on spot, lots on futures
 */
public record Fill(BigDecimal quantity, BigDecimal price) {}
