package io.tickwire.common.wire;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A stop that follows the best price since it was armed: exactly one of the two distances.
 *
 * @param callbackBp distance in basis points of the extreme, 1 to 9,999
 * @param distance in units of price, a multiple of the tick size
 * @param activation it follows from the first price that meets it; from its arming when absent
 */
public record TrailingStop(
    @Nullable Integer callbackBp, @Nullable BigDecimal distance, @Nullable Activation activation) {

  /**
   * @param condition {@code above} or {@code below}; equality meets it
   */
  public record Activation(Condition condition, BigDecimal price) {}
}
