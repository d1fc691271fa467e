package io.tickwire.common.wire;

import io.tickwire.common.market.Side;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an executed trigger does: exactly one of the two.
 *
 * @param open opens a position at the price of the tick
 * @param alert tells the user
 */
public record TriggerAction(@Nullable Open open, @Nullable Alert alert) {
  /** The position to open; {@code leverage} 1 when absent. */
  public record Open(
      Side side,
      BigDecimal quantity,
      @Nullable BigDecimal leverage,
      @Nullable ExitPrice stopLoss,
      @Nullable ExitPrice takeProfit) {}

  /** The message the user gets, at most 500 characters. */
  public record Alert(String message) {}
}
