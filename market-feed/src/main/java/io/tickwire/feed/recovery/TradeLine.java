package io.tickwire.feed.recovery;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.venue.Candle;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The trades of one symbol, on their way from the sockets to the bus without a gap. Pure: every
 * call brings the time, {@code nowMs} of a clock that does not go back; what is to be done goes to
 * {@link LineActions}. Not thread-safe.
 *
 * <pre>
 * UNCOVERED → COVERED      subscribed and nothing known from before
 * UNCOVERED → RECOVERING   subscribed again: the history is asked for at once
 * COVERED → SUSPECT        a sequence is not the next one, of a symbol numbered without holes
 * SUSPECT → COVERED        stragglers filled the hole within the reorder window
 * SUSPECT → RECOVERING     they did not
 * RECOVERING → COVERED     filled by history, candles or stragglers, or lost
 * any → UNCOVERED          interrupted; a gap that was open stays open
 * </pre>
 *
 * <p>While a gap is open, or a hole is suspected, later trades wait. When too many wait, or for too
 * long, they leave and what is missing comes late.
 */
final class TradeLine {
  /** The exchange's clock may be so far behind ours. */
  private static final long CLOCK_MARGIN_NS = 1_000_000_000;

  private final String symbol;
  private final RecoveryConfig config;
  private final LineActions actions;
  private final Numbering numbering = new Numbering();
  private final Published published;
  private final NavigableMap<Long, Tick> held = new TreeMap<>();
  private LineState state = LineState.UNCOVERED;
  private @Nullable Gap gap;
  private long heldSinceMs;
  private long suspectUntilMs;

  /** Since when we would have seen a trade; counts until there is one. */
  private long watchedSinceNs = -1;

  TradeLine(String symbol, RecoveryConfig config, LineActions actions) {
    this.symbol = symbol;
    this.config = config;
    this.actions = actions;
    this.published = new Published(actions, numbering);
  }

  /** What another feed has published before us; too late once we have something ourselves. */
  void onProgress(LastKnown known, long nowMs) {
    if (published.last() != Published.NOTHING || gap != null) {
      return;
    }
    if (known.sequence() == LastKnown.NO_TRADE) {
      watchedSinceNs = known.timeNs();
    } else {
      published.startAfter(known.sequence(), known.timeNs());
    }
    Gap opened = open(GapCause.INTERRUPTION, nowMs);
    if (state == LineState.COVERED) {
      recover(opened);
    }
  }

  /**
   * @param epochNs by our clock
   */
  void onCovered(long epochNs) {
    if (state != LineState.UNCOVERED) {
      return;
    }
    if (gap != null) {
      recover(gap);
      return;
    }
    state = LineState.COVERED;
    watchedSinceNs = Math.max(0, epochNs - CLOCK_MARGIN_NS);
  }

  void onInterrupted(long nowMs) {
    long highest = held.isEmpty() ? published.last() : held.lastKey();
    if (gap != null) {
      gap.interrupted(highest);
      actions.cancelFetch(symbol);
    } else if (state != LineState.UNCOVERED) {
      open(GapCause.INTERRUPTION, nowMs).interrupted(highest);
    }
    state = LineState.UNCOVERED;
  }

  /** False for a repetition. */
  boolean onTrade(Tick tick, long nowMs) {
    if (state == LineState.UNCOVERED && gap == null) {
      // Data before the acknowledgement proves the subscription.
      state = LineState.COVERED;
    }
    long sequence = tick.sequence();
    if (sequence <= published.last()) {
      return published.recovered(tick);
    }
    if (held.containsKey(sequence)) {
      return false;
    }
    if (gap != null && gap.isReleased()) {
      leaveReleased(gap, tick);
    } else if (published.isNext(sequence) || (held.isEmpty() && mayJump())) {
      published.live(tick);
      followUp(nowMs);
    } else {
      hold(tick, nowMs);
    }
    return true;
  }

  private boolean mayJump() {
    return state == LineState.COVERED
        && (published.last() == Published.NOTHING || numbering.isSparse());
  }

  /** After a trade left in order: those that waited for it, and the end of a gap it closed. */
  private void followUp(long nowMs) {
    while (!held.isEmpty() && published.isNext(held.firstKey())) {
      published.live(held.pollFirstEntry().getValue());
    }
    if (gap != null) {
      gap.startsAfter(published.last(), published.lastTimeNs());
    }
    if (!held.isEmpty()) {
      return;
    }
    if (state == LineState.SUSPECT) {
      state = LineState.COVERED;
      actions.gapClosed(symbol, GapOutcome.REORDERED, 0, 0);
    } else if (gap != null
        && state == LineState.RECOVERING
        && gap.isSettledByOrder(numbering.isSparse())) {
      actions.cancelFetch(symbol);
      close(gap, gap.settledOutcome(), nowMs);
    }
  }

  private void hold(Tick tick, long nowMs) {
    if (held.isEmpty()) {
      heldSinceMs = nowMs;
    }
    held.put(tick.sequence(), tick);
    if (gap != null) {
      gap.note(tick, false);
    } else if (state != LineState.SUSPECT) {
      suspect(nowMs);
    }
    if (held.size() >= config.maxHeld()) {
      release(gap == null ? openJump(nowMs) : gap);
    }
  }

  private void suspect(long nowMs) {
    state = LineState.SUSPECT;
    suspectUntilMs = nowMs + config.reorderWindow().toMillis();
  }

  /** Call often while {@link #isBusy}. */
  void onTime(long nowMs) {
    if (state == LineState.SUSPECT && nowMs - suspectUntilMs >= 0) {
      openJump(nowMs);
    }
    Gap open = gap;
    if (open == null) {
      return;
    }
    if (!held.isEmpty() && nowMs - heldSinceMs >= config.maxHold().toMillis()) {
      release(open);
    }
    if (state == LineState.RECOVERING && open.isRetryDue(nowMs)) {
      ask(open);
    }
  }

  private Gap openJump(long nowMs) {
    Gap opened = open(GapCause.JUMP, nowMs);
    opened.note(held.firstEntry().getValue(), true);
    recover(opened);
    return opened;
  }

  private Gap open(GapCause cause, long nowMs) {
    boolean any = published.last() != Published.NOTHING;
    Gap opened =
        new Gap(
            cause,
            published.last(),
            any ? published.lastTimeNs() : Math.max(0, watchedSinceNs),
            nowMs);
    gap = opened;
    published.gapOpened();
    actions.gapOpened(symbol, cause);
    return opened;
  }

  private void recover(Gap open) {
    state = LineState.RECOVERING;
    ask(open);
  }

  private void ask(Gap open) {
    open.asked();
    if (open.step() == Gap.Step.HISTORY) {
      actions.fetchTrades(symbol);
    } else {
      actions.fetchCandles(symbol, open.candlesFromMs(), open.candlesToMs());
    }
  }

  /**
   * @param epochNs by our clock, when the answer was read
   */
  void onHistory(List<Tick> trades, long nowMs, long epochNs) {
    Gap open = gap;
    if (open == null || !open.awaits(Gap.Step.HISTORY)) {
      return;
    }
    NavigableMap<Long, Tick> history = new TreeMap<>();
    for (Tick trade : trades) {
      if (trade.kind() == TickKind.TRADE && trade.symbol().equals(symbol)) {
        history.put(trade.sequence(), trade);
      }
    }
    if (open.isOutdated(history)) {
      open.failed(nowMs, config);
      return;
    }
    numbering.onHistory(history.navigableKeySet());
    if (open.take(history, published)) {
      finish(open, nowMs);
      return;
    }
    open.turnToCandles(nowMs, epochNs);
    if (open.isReleased()) {
      publishFetched(open);
    }
    ask(open);
  }

  void onCandles(List<Candle> candles, long nowMs, long epochNs) {
    Gap open = gap;
    if (open == null || !open.awaits(Gap.Step.CANDLES)) {
      return;
    }
    List<Candle> usable =
        candles.stream()
            .filter(
                candle ->
                    candle.startMs() >= open.candlesFromMs()
                        && candle.startMs() < open.candlesToMs())
            .sorted(Comparator.comparingLong(Candle::startMs))
            .toList();
    if (usable.isEmpty() && open.mustHaveCandle()) {
      onFetchFailed(nowMs);
      return;
    }
    usable.forEach(candle -> actions.recovered(tick(candle, epochNs)));
    if (open.tookCandles(usable.size())) {
      finish(open, nowMs);
    } else {
      ask(open);
    }
  }

  private Tick tick(Candle candle, long epochNs) {
    return Tick.candle(
        symbol,
        candle.startMs(),
        candle.spanMs(),
        epochNs,
        candle.scale(),
        candle.open(),
        candle.high(),
        candle.low(),
        candle.close());
  }

  /** The exchange did not answer what was asked last. */
  void onFetchFailed(long nowMs) {
    Gap open = gap;
    if (open == null || !open.awaits(open.step())) {
      return;
    }
    open.failed(nowMs, config);
    if (open.isHopeless(nowMs, config)) {
      open.lost();
      finish(open, nowMs);
    }
  }

  private void finish(Gap open, long nowMs) {
    publishFetched(open);
    if (published.last() == Published.NOTHING && open.newest() != Published.NOTHING) {
      published.startAfter(open.newest(), open.newestNs());
    }
    if (open.goesOn()) {
      ask(open);
      return;
    }
    if (open.wasFalseAlarm()) {
      numbering.onFalseAlarm();
    }
    close(open, open.outcome(), nowMs);
  }

  /** The history and the waiting trades that it vouches for, in order. */
  private void publishFetched(Gap open) {
    for (Tick trade : open.takeFetched()) {
      leaveHeldUpTo(trade.sequence());
      if (published.recovered(trade)) {
        open.countRecovered();
      }
    }
    leaveHeldUpTo(open.newest());
  }

  private void leaveHeldUpTo(long sequence) {
    while (!held.isEmpty() && held.firstKey() <= sequence) {
      published.live(held.pollFirstEntry().getValue());
    }
  }

  private void close(Gap open, GapOutcome outcome, long nowMs) {
    gap = null;
    state = LineState.COVERED;
    published.gapClosed();
    actions.gapClosed(symbol, outcome, open.recovered(), nowMs - open.openedMs());
    while (!held.isEmpty()) {
      if (!published.isNext(held.firstKey()) && !mayJump()) {
        suspect(nowMs);
        return;
      }
      published.live(held.pollFirstEntry().getValue());
    }
  }

  /** Later is better than never: what waits leaves although the gap is open. */
  private void release(Gap open) {
    open.release();
    if (open.step() == Gap.Step.CANDLES) {
      publishFetched(open);
    }
    while (!held.isEmpty()) {
      leaveReleased(open, held.pollFirstEntry().getValue());
    }
  }

  private void leaveReleased(Gap open, Tick tick) {
    open.note(tick, !published.isNext(tick.sequence()) && !numbering.isSparse());
    published.live(tick);
  }

  /** Up to where the trades are published without a gap; null when nothing is known. */
  @Nullable LastKnown progress() {
    if (gap != null) {
      return gap.after();
    }
    if (published.last() != Published.NOTHING) {
      return new LastKnown(published.last(), published.lastTimeNs());
    }
    return watchedSinceNs < 0 ? null : new LastKnown(LastKnown.NO_TRADE, watchedSinceNs);
  }

  LineState state() {
    return state;
  }

  boolean hasGap() {
    return gap != null;
  }

  /** Whether {@link #onTime} has anything to do. */
  boolean isBusy() {
    return gap != null || state == LineState.SUSPECT;
  }

  /** Live trades that wait for a gap. */
  int held() {
    return held.size();
  }
}
