package io.tickwire.feed.recovery;

import io.tickwire.common.wire.Tick;
import io.tickwire.feed.venue.Candle;
import java.util.List;
import java.util.NavigableMap;

/**
 * Fills the open gap of one symbol with what the exchange answers, or lets live trades go before it
 * when that takes too long. Pure, not thread-safe. Methods that return a boolean say whether the
 * gap is over.
 */
final class GapRepair {
  private final String symbol;
  private final RecoveryConfig config;
  private final LineActions actions;
  private final Numbering numbering;
  private final Published published;
  private final HeldTrades held;

  GapRepair(
      String symbol,
      RecoveryConfig config,
      LineActions actions,
      Numbering numbering,
      Published published,
      HeldTrades held) {
    this.symbol = symbol;
    this.config = config;
    this.actions = actions;
    this.numbering = numbering;
    this.published = published;
    this.held = held;
  }

  void ask(Gap open) {
    open.asked();
    if (open.step() == Gap.Step.HISTORY) {
      actions.fetchTrades(symbol);
    } else {
      actions.fetchCandles(symbol, open.candles().fromMs(), open.candles().pieceEndMs());
    }
  }

  boolean onHistory(Gap open, List<Tick> trades, long nowMs, long epochNs) {
    if (!open.awaits(Gap.Step.HISTORY)) {
      return false;
    }
    NavigableMap<Long, Tick> history = RestRows.history(symbol, trades);
    if (open.isOutdated(history)) {
      open.failed(nowMs, config);
      return false;
    }
    numbering.onHistory(history.navigableKeySet());
    if (open.take(history, published)) {
      return finish(open);
    }
    open.turnToCandles(nowMs, epochNs);
    if (open.isReleased()) {
      publishFetched(open);
    }
    ask(open);
    return false;
  }

  boolean onCandles(Gap open, List<Candle> candles, long nowMs, long epochNs) {
    if (!open.awaits(Gap.Step.CANDLES)) {
      return false;
    }
    List<Tick> usable = RestRows.candles(symbol, candles, open.candles(), epochNs);
    if (usable.isEmpty() && open.mustHaveCandle()) {
      return onFetchFailed(open, nowMs);
    }
    usable.forEach(actions::recovered);
    if (open.tookCandles(usable.size())) {
      return finish(open);
    }
    ask(open);
    return false;
  }

  boolean onFetchFailed(Gap open, long nowMs) {
    if (!open.awaits(open.step())) {
      return false;
    }
    open.failed(nowMs, config);
    if (!open.isHopeless(nowMs, config)) {
      return false;
    }
    open.lost();
    return finish(open);
  }

  private boolean finish(Gap open) {
    publishFetched(open);
    if (published.last() == Published.NOTHING && open.newest() != Published.NOTHING) {
      published.startAfter(open.newest(), open.newestNs());
    }
    if (open.goesOn()) {
      ask(open);
      return false;
    }
    if (open.wasFalseAlarm()) {
      numbering.onFalseAlarm();
    }
    return true;
  }

  /** The history and the waiting trades that it vouches for, in order. */
  private void publishFetched(Gap open) {
    for (Tick trade : open.takeFetched()) {
      held.leaveUpTo(trade.sequence(), published);
      if (published.recovered(trade)) {
        open.countRecovered();
      }
    }
    held.leaveUpTo(open.newest(), published);
  }

  /** Later is better than never: what waits leaves although the gap is open. */
  void release(Gap open) {
    open.release();
    if (open.step() == Gap.Step.CANDLES) {
      publishFetched(open);
    }
    while (!held.isEmpty()) {
      leaveReleased(open, held.takeFirst());
    }
  }

  /** A live trade that does not wait for the gap. */
  void leaveReleased(Gap open, Tick tick) {
    open.note(tick, !published.isNext(tick.sequence()) && !numbering.isSparse());
    published.live(tick);
  }
}
