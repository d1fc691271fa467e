package io.tickwire.feed.recovery;

import java.util.SortedSet;

/**
 * Whether a symbol's trades are numbered without holes, which no exchange promises for every
 * stream: assumed until shown otherwise. Pure, not thread-safe.
 *
 * <pre>
 * contiguous → sparse   three jumps over which the history knows no trade, or a history
 *                       most of whose steps are jumps
 * sparse → contiguous   a thousand trades in a row without a jump
 * </pre>
 */
final class Numbering {
  private static final int ALARMS = 3;
  private static final int RUN = 1_000;

  /** Fewer rows prove nothing. */
  private static final int ROWS = 10;

  private boolean sparse;
  private int alarms;
  private int run;

  boolean isSparse() {
    return sparse;
  }

  /** One trade followed another. */
  void onStep(long from, long to) {
    run = to == from + 1 ? run + 1 : 0;
    if (run == RUN) {
      sparse = false;
      alarms = 0;
    }
  }

  /** A jump turned out to be no gap. */
  void onFalseAlarm() {
    run = 0;
    alarms++;
    sparse |= alarms >= ALARMS;
  }

  /** A history is complete, so its own jumps are those of the numbering. */
  void onHistory(SortedSet<Long> sequences) {
    if (sequences.size() < ROWS) {
      return;
    }
    int jumps = 0;
    long before = sequences.first() - 1;
    for (long sequence : sequences) {
      jumps += sequence == before + 1 ? 0 : 1;
      before = sequence;
    }
    if (jumps * 2 > sequences.size()) {
      sparse = true;
      run = 0;
    }
  }
}
