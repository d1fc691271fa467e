package io.tickwire.common.wire;

import java.math.BigDecimal;

/** A target that closes a part of a position. */
public record TakeProfit(BigDecimal price, BigDecimal quantity) {}
