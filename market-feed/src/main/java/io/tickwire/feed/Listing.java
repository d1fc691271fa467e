package io.tickwire.feed;

import io.tickwire.common.market.Instrument;
import org.jspecify.annotations.Nullable;

/** What is traded, as far as it is known. */
interface Listing {
  @Nullable Instrument find(String symbol);

  /** Whether every market has been read. */
  boolean isComplete();
}
