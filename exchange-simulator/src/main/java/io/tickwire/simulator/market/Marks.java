package io.tickwire.simulator.market;

import java.math.BigDecimal;

/**
 * Mark and index price of a contract and the time they are published with, in epoch milliseconds.
 */
public record Marks(BigDecimal mark, BigDecimal index, long timeMs) {

  /** The same prices at a later time; the time never goes back. */
  Marks at(long nowMs) {
    return new Marks(mark, index, Math.max(timeMs, nowMs));
  }
}
