package io.tickwire.common.wire;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link HighsLowsQuery}, by source.
 *
 * @param trade null when the feed saw no trade since
 * @param mark null when it saw no mark price since
 */
public record HighsLows(String symbol, @Nullable Range trade, @Nullable Range mark) {

  /**
   * Both ends were reached.
   *
   * @param fromMs where the span truly begins: not after the moment asked for, as prices are kept
   *     by the second and, after some minutes, by the minute
   * @param complete whether the feed watched all of it; else it may have been higher or lower
   */
  public record Range(long fromMs, BigDecimal high, BigDecimal low, boolean complete) {}
}
