package io.tickwire.feed.recovery;

import io.tickwire.common.wire.Tick;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One open gap of a symbol: after which trade it begins, what was fetched for it and what is asked
 * next. Pure, not thread-safe.
 *
 * <p>Once released, live trades leave although the gap is open; then it keeps its beginning, and
 * the newest hole among them is noted so that a history from before it does not close the gap.
 */
final class Gap {
  /** What is asked of the exchange. */
  enum Step {
    HISTORY,
    CANDLES
  }

  /** An exchange whose history lags for so many answers is believed. */
  private static final int MOST_OUTDATED = 5;

  private final long openedMs;
  private GapCause cause;
  private long afterSequence;
  private long afterTimeNs;
  private boolean released;

  // The newest hole among the ticks that arrived since.
  private long firstAfterHole = Published.NOTHING;
  private long holeEndNs = Long.MAX_VALUE;
  private long interruptedAfter = Published.NOTHING;

  // The fetch under way and what it brought.
  private Step step = Step.HISTORY;
  private boolean asking;
  private long mustReach = Published.NOTHING;
  private int outdated;
  private int failures;
  private long retryAtMs;
  private NavigableMap<Long, Tick> fetched = new TreeMap<>();
  private long newest = Published.NOTHING;
  private long newestNs;
  private long oldestNs;
  private long candlesSinceMs;
  private CandleRange candles = new CandleRange(0, 0);
  private boolean anyCandle;
  private boolean lost;
  private boolean falseAlarm;
  private int recovered;

  /**
   * @param afterSequence the last known trade, {@link Published#NOTHING} when only a time is known
   */
  Gap(GapCause cause, long afterSequence, long afterTimeNs, long nowMs) {
    this.cause = cause;
    this.afterSequence = afterSequence;
    this.afterTimeNs = afterTimeNs;
    this.openedMs = nowMs;
  }

  LastKnown after() {
    return new LastKnown(afterSequence, afterTimeNs);
  }

  /** The trades up to this one are published, nothing between them is missing. */
  void startsAfter(long sequence, long timeNs) {
    afterSequence = sequence;
    afterTimeNs = timeNs;
  }

  /**
   * @param highest sequence that arrived before
   */
  void interrupted(long highest) {
    interruptedAfter = highest;
    cause = GapCause.INTERRUPTION;
    step = Step.HISTORY;
    asking = false;
    fetched = new TreeMap<>();
    firstAfterHole = Published.NOTHING;
    holeEndNs = Long.MAX_VALUE;
  }

  boolean isReleased() {
    return released;
  }

  void release() {
    released = true;
  }

  /** A trade that waits, or one that left after the release. */
  void note(Tick tick, boolean endsHole) {
    if (tick.sequence() <= interruptedAfter) {
      return;
    }
    if (firstAfterHole == Published.NOTHING || endsHole) {
      firstAfterHole = tick.sequence();
      holeEndNs = tick.exchangeTimeNs();
    }
  }

  /** Whether trades that arrived in order without a hole leave nothing to ask for. */
  boolean isSettledByOrder(boolean sparse) {
    return cause == GapCause.JUMP || (!sparse && step == Step.HISTORY);
  }

  GapOutcome settledOutcome() {
    return cause == GapCause.JUMP ? GapOutcome.REORDERED : GapOutcome.NONE;
  }

  void asked() {
    asking = true;
    if (step == Step.HISTORY) {
      mustReach = firstAfterHole;
    }
  }

  boolean awaits(Step answer) {
    return asking && step == answer;
  }

  Step step() {
    return step;
  }

  /** A history without a trade that reached us before it was asked for is an old one. */
  boolean isOutdated(NavigableMap<Long, Tick> history) {
    boolean old = mustReach != Published.NOTHING && lastKey(history) < mustReach;
    outdated = old ? outdated + 1 : 0;
    return old && outdated < MOST_OUTDATED;
  }

  private static long lastKey(NavigableMap<Long, Tick> history) {
    return history.isEmpty() ? Published.NOTHING : history.lastKey();
  }

  /**
   * Keeps what is missing of it.
   *
   * @return whether the history reaches back to the last known trade
   */
  boolean take(NavigableMap<Long, Tick> history, Published published) {
    asking = false;
    failures = 0;
    newest = lastKey(history);
    newestNs = history.isEmpty() ? 0 : history.lastEntry().getValue().exchangeTimeNs();
    oldestNs =
        history.isEmpty() ? Long.MAX_VALUE : history.firstEntry().getValue().exchangeTimeNs();
    fetched = new TreeMap<>();
    for (Tick tick : history.values()) {
      boolean inside =
          byTime() ? tick.exchangeTimeNs() > afterTimeNs : tick.sequence() > afterSequence;
      if (inside || published.lacks(tick.sequence())) {
        fetched.put(tick.sequence(), tick);
      }
    }
    if (history.isEmpty()) {
      return false;
    }
    boolean reaches = byTime() ? oldestNs <= afterTimeNs : history.firstKey() <= afterSequence + 1;
    falseAlarm =
        reaches
            && cause == GapCause.JUMP
            && mustReach > afterSequence + 1
            && history.subMap(afterSequence, false, mustReach, false).isEmpty();
    return reaches;
  }

  private boolean byTime() {
    return afterSequence == Published.NOTHING;
  }

  /** The history is too short: candles from the minute of the last known trade on. */
  void turnToCandles(long nowMs, long epochNs) {
    step = Step.CANDLES;
    candlesSinceMs = nowMs;
    long historyNs = oldestNs == Long.MAX_VALUE ? epochNs : oldestNs;
    candles =
        CandleRange.between(afterTimeNs, released ? Math.min(historyNs, holeEndNs) : historyNs);
  }

  CandleRange candles() {
    return candles;
  }

  /** The minute of the last known trade has a candle; an answer without any is none. */
  boolean mustHaveCandle() {
    return !byTime() && !anyCandle;
  }

  /** True when that were all. */
  boolean tookCandles(int count) {
    asking = false;
    failures = 0;
    anyCandle |= count > 0;
    recovered += count;
    candles = candles.rest();
    return candles.isEmpty();
  }

  /** What is to be published of the history, once. */
  Collection<Tick> takeFetched() {
    List<Tick> trades = new ArrayList<>(fetched.values());
    fetched = new TreeMap<>();
    return trades;
  }

  long newest() {
    return newest;
  }

  long newestNs() {
    return newestNs;
  }

  void countRecovered() {
    recovered++;
  }

  int recovered() {
    return recovered;
  }

  /** Whether live trades jumped after the history was made; then it goes on from there. */
  boolean goesOn() {
    if (!released || firstAfterHole <= Math.max(newest + 1, mustReach)) {
      return false;
    }
    step = Step.HISTORY;
    if (newest != Published.NOTHING) {
      startsAfter(newest, newestNs);
    }
    return true;
  }

  void failed(long nowMs, RecoveryConfig config) {
    asking = false;
    failures++;
    retryAtMs = nowMs + config.retryMs(failures);
  }

  boolean isRetryDue(long nowMs) {
    return !asking && nowMs - retryAtMs >= 0;
  }

  /** Whether what is missing cannot be had any more. */
  boolean isHopeless(long nowMs, RecoveryConfig config) {
    return step == Step.CANDLES && nowMs - candlesSinceMs >= config.giveUp().toMillis();
  }

  void lost() {
    lost = true;
  }

  /** It was a jump over which the exchange knows no trade. */
  boolean wasFalseAlarm() {
    return falseAlarm;
  }

  GapOutcome outcome() {
    if (lost) {
      return GapOutcome.LOST;
    }
    if (anyCandle) {
      return GapOutcome.CANDLES;
    }
    return recovered > 0 ? GapOutcome.TRADES : GapOutcome.NONE;
  }

  long openedMs() {
    return openedMs;
  }
}
