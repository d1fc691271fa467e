package io.tickwire.rules.instrument;

import io.tickwire.common.market.Instrument;
import org.jspecify.annotations.Nullable;

/** The instruments that are known, by symbol. Any thread. */
@FunctionalInterface
public interface Instruments {
  /** Null when no such instrument is known yet. */
  @Nullable Instrument find(String symbol);
}
