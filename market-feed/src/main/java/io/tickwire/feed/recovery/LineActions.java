package io.tickwire.feed.recovery;

import io.tickwire.common.wire.Tick;

/** What a line wants done; called inside the call that caused it. */
interface LineActions {
  /** Publish; sequences of one symbol rise strictly. */
  void live(Tick tick);

  /** Publish, out of turn if need be; marked as recovered. */
  void recovered(Tick tick);

  /** Ask for the symbol's trade history; replaces what was asked for it before. */
  void fetchTrades(String symbol);

  /**
   * Ask for candles; replaces what was asked for the symbol before.
   *
   * @param fromMs epoch milliseconds, start of a minute
   * @param toMs exclusive
   */
  void fetchCandles(String symbol, long fromMs, long toMs);

  /** An answer would come too late now. */
  void cancelFetch(String symbol);

  void gapOpened(String symbol, GapCause cause);

  /**
   * Comes without {@link #gapOpened} when stragglers filled a jump before anything was asked.
   *
   * @param recovered trades and candles published for it
   * @param lastedMs since it was opened
   */
  void gapClosed(String symbol, GapOutcome outcome, int recovered, long lastedMs);
}
