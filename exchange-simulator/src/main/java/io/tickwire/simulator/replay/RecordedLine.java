package io.tickwire.simulator.replay;

import io.tickwire.simulator.market.Listing;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What one line of a recording says; {@code offsetNs} counts from the first line's time. */
public sealed interface RecordedLine {

  Listing listing();

  long offsetNs();

  /** A trade, counted on the grids of its listing. */
  record Print(Listing listing, long priceTicks, long sizeSteps, long offsetNs)
      implements RecordedLine {}

  /** Mark and index of a contract; without an index it stays where it is. */
  record MarksSet(Listing listing, BigDecimal mark, @Nullable BigDecimal index, long offsetNs)
      implements RecordedLine {}
}
