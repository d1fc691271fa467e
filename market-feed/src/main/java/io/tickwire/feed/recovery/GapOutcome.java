package io.tickwire.feed.recovery;

import java.util.Locale;

/** How a gap ended; the label of {@code feed_gaps_total}. */
public enum GapOutcome {
  /** Every missing trade came from the history. */
  TRADES,
  /** The history was too short: candles stand for what it no longer holds. */
  CANDLES,
  /** The missing trades arrived by themselves, late. */
  REORDERED,
  /** Nothing was missing after all. */
  NONE,
  /** Neither trades nor candles could be had. */
  LOST;

  /** The value of the label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
