package io.tickwire.rules.audit;

import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must be booked for a position, recomputed from its quantity and prices. Amounts in 1e-8.
 *
 * @param marginE8 reserved at the opening
 * @param openFeeE8 absent when only the sum of all fees is known
 * @param steps its closes: parts in their order, then the last one when it is closed
 */
record Expected(
    boolean closed,
    String currency,
    long marginE8,
    @Nullable Long openFeeE8,
    List<Step> steps,
    @Nullable String executionId) {

  /** Business key of the close of all that is left, behind the id of the position. */
  static final String CLOSE = "close";

  Expected {
    steps = List.copyOf(steps);
  }

  /**
   * One close.
   *
   * @param name of its business key: {@value #CLOSE}, or {@code part:} and the execution
   * @param marginE8 that it releases
   */
  record Step(String name, long grossE8, long feeE8, long insuranceE8, long marginE8) {
    long borneE8() {
      return grossE8 + insuranceE8;
    }
  }

  static boolean isClosed(Position position) {
    return position.status() == PositionStatus.CLOSED;
  }
}
