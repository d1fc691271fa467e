package io.tickwire.feed.recovery;

import io.tickwire.common.wire.Tick;
import io.tickwire.feed.venue.Candle;
import java.util.List;
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
  private final HeldTrades held;
  private final GapRepair repair;
  private LineState state = LineState.UNCOVERED;
  private @Nullable Gap gap;
  private long suspectUntilMs;

  /** Whether the exchange has ever acknowledged it; without, a lost connection is not told. */
  private boolean acknowledged;

  /**
   * The first trade that came before the acknowledgement: from it on nobody vouches for the
   * connection, whose loss is not told, until the history has.
   */
  private @Nullable LastKnown unproven;

  /** Since when we would have seen a trade; counts until there is one. */
  private long watchedSinceNs = -1;

  TradeLine(String symbol, RecoveryConfig config, LineActions actions) {
    this.symbol = symbol;
    this.config = config;
    this.actions = actions;
    this.published = new Published(actions, numbering);
    this.held = new HeldTrades(config);
    this.repair = new GapRepair(symbol, config, actions, numbering, published, held);
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
   * All up to that trade is known from elsewhere: a line that has seen none yet notices now when
   * the next one is missing.
   */
  void startAfter(LastKnown known) {
    if (state == LineState.COVERED && gap == null && published.last() == Published.NOTHING) {
      published.startAfter(known.sequence(), known.timeNs());
    }
  }

  /**
   * @param epochNs by our clock
   */
  void onCovered(long epochNs) {
    acknowledged = true;
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
    long highest = held.highest(published.last());
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
      // Data before the acknowledgement proves the subscription, as long as the connection lives.
      state = LineState.COVERED;
      unproven = new LastKnown(tick.sequence(), tick.exchangeTimeNs());
    }
    long sequence = tick.sequence();
    if (sequence <= published.last()) {
      return published.recovered(tick);
    }
    if (held.has(sequence)) {
      return false;
    }
    if (gap != null && gap.isReleased()) {
      repair.leaveReleased(gap, tick);
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
    held.leaveInOrder(published);
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
    held.add(tick, nowMs);
    if (gap != null) {
      gap.note(tick, false);
    } else if (state != LineState.SUSPECT) {
      suspect(nowMs);
    }
    if (held.isTooMany()) {
      repair.release(gap == null ? openJump(nowMs) : gap);
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
    if (isInDoubt() && gap == null && state == LineState.COVERED) {
      recover(open(GapCause.INTERRUPTION, nowMs));
    }
    Gap open = gap;
    if (open == null) {
      return;
    }
    if (held.isTooLong(nowMs)) {
      repair.release(open);
    }
    if (state == LineState.RECOVERING && open.isRetryDue(nowMs)) {
      repair.ask(open);
    }
  }

  /**
   * Acknowledged at last, maybe on another connection than the one that brought the first trade.
   */
  private boolean isInDoubt() {
    return acknowledged && unproven != null;
  }

  private Gap openJump(long nowMs) {
    Gap opened = open(GapCause.JUMP, nowMs);
    opened.note(held.first(), true);
    recover(opened);
    return opened;
  }

  private Gap open(GapCause cause, long nowMs) {
    LastKnown first = cause == GapCause.INTERRUPTION ? unproven : null;
    LastKnown after = first == null ? lastPublished() : first;
    Gap opened = new Gap(cause, after.sequence(), after.timeNs(), nowMs);
    if (first != null) {
      unproven = null;
      // What is newer than its beginning has left already.
      opened.release();
    }
    gap = opened;
    published.gapOpened();
    actions.gapOpened(symbol, cause);
    return opened;
  }

  private LastKnown lastPublished() {
    boolean any = published.last() != Published.NOTHING;
    return new LastKnown(
        published.last(), any ? published.lastTimeNs() : Math.max(0, watchedSinceNs));
  }

  private void recover(Gap open) {
    state = LineState.RECOVERING;
    repair.ask(open);
  }

  /**
   * @param epochNs by our clock, when the answer was read
   */
  void onHistory(List<Tick> trades, long nowMs, long epochNs) {
    Gap open = gap;
    if (open != null && repair.onHistory(open, trades, nowMs, epochNs)) {
      close(open, open.outcome(), nowMs);
    }
  }

  /**
   * @param epochNs by our clock, when the answer was read
   */
  void onCandles(List<Candle> candles, long nowMs, long epochNs) {
    Gap open = gap;
    if (open != null && repair.onCandles(open, candles, nowMs, epochNs)) {
      close(open, open.outcome(), nowMs);
    }
  }

  /** The exchange did not answer what was asked last. */
  void onFetchFailed(long nowMs) {
    Gap open = gap;
    if (open != null && repair.onFetchFailed(open, nowMs)) {
      close(open, open.outcome(), nowMs);
    }
  }

  private void close(Gap open, GapOutcome outcome, long nowMs) {
    gap = null;
    state = LineState.COVERED;
    published.gapClosed();
    actions.gapClosed(symbol, outcome, open.recovered(), nowMs - open.openedMs());
    while (!held.isEmpty()) {
      if (!published.isNext(held.first().sequence()) && !mayJump()) {
        suspect(nowMs);
        return;
      }
      published.live(held.takeFirst());
    }
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

  /** Null while nothing is promised: before the first acknowledgement. */
  @Nullable TradeStanding standing() {
    LastKnown upTo = progress();
    return upTo == null || !acknowledged || unproven != null
        ? null
        : new TradeStanding(upTo, published.last(), gap != null);
  }

  LineState state() {
    return state;
  }

  boolean hasGap() {
    return gap != null;
  }

  /** Whether {@link #onTime} has anything to do. */
  boolean isBusy() {
    return gap != null || state == LineState.SUSPECT || isInDoubt();
  }

  /** Live trades that wait for a gap. */
  int held() {
    return held.size();
  }
}
