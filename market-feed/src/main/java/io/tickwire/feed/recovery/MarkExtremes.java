package io.tickwire.feed.recovery;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;

/** The lowest and the highest mark price that a feed saw in some time, as it saw them. */
public record MarkExtremes(Tick low, Tick high) {
  public MarkExtremes {
    if (low.kind() != TickKind.MARK
        || high.kind() != TickKind.MARK
        || !low.symbol().equals(high.symbol())) {
      throw new IllegalArgumentException(
          "not two marks of one symbol: low=" + low.symbol() + " high=" + high.symbol());
    }
  }
}
