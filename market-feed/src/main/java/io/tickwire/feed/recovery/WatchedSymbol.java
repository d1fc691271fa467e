package io.tickwire.feed.recovery;

import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One watched symbol: its lines, and the way from their wishes to what carries them out. */
final class WatchedSymbol implements LineActions {
  private final Market market;
  private final String symbol;
  private final Fetches fetches;
  private final GapLog gaps;
  private final Recovery.Sink sink;
  private final TradeLine trades;
  private final MarkLine marks;
  private boolean dropped;
  private int markQuestion;

  WatchedSymbol(
      Market market,
      String symbol,
      RecoveryConfig config,
      Fetches fetches,
      GapLog gaps,
      Recovery.Sink sink) {
    this.market = market;
    this.symbol = symbol;
    this.fetches = fetches;
    this.gaps = gaps;
    this.sink = sink;
    this.trades = new TradeLine(symbol, config, this);
    this.marks = new MarkLine(config.maxHold().toMillis(), this::live, this::recovered);
  }

  TradeLine trades() {
    return trades;
  }

  MarkLine marks() {
    return marks;
  }

  void onTime(long nowMs) {
    if (trades.isBusy()) {
      trades.onTime(nowMs);
    }
    if (marks.isOverdue(nowMs)) {
      marksUnknown();
    }
  }

  void onMarksInterrupted() {
    marks.onInterrupted();
    sink.incomplete(symbol, TickKind.MARK);
  }

  void onMarksCovered(long nowMs, PeerExtremes peers) {
    if (!marks.onCovered(nowMs)) {
      return;
    }
    sink.incomplete(symbol, TickKind.MARK);
    int question = ++markQuestion;
    peers
        .since(symbol, TimeUnit.NANOSECONDS.toMillis(marks.missingSinceNs()))
        .otherwise(Optional.empty())
        .onSuccess(answer -> onMarks(question, answer));
  }

  private void onMarks(int question, Optional<MarkExtremes> answer) {
    if (dropped || question != markQuestion || !marks.isRecovering()) {
      return;
    }
    if (answer.isPresent()) {
      marks.onAnswer(answer.get());
      gaps.count(market, GapOutcome.CANDLES);
      sink.settled(symbol, TickKind.MARK, true);
    } else {
      marksUnknown();
    }
  }

  private void marksUnknown() {
    if (marks.onNothing()) {
      gaps.count(market, GapOutcome.LOST);
      sink.settled(symbol, TickKind.MARK, false);
    }
  }

  void drop() {
    dropped = true;
    fetches.drop(symbol);
    gaps.forgotten(symbol);
  }

  @Override
  public void live(Tick tick) {
    sink.live(market, tick);
  }

  @Override
  public void recovered(Tick tick) {
    gaps.recovered(market);
    sink.recovered(market, tick);
  }

  @Override
  public void fetchTrades(String of) {
    fetches.want(Fetches.Wanted.trades(market, symbol, trades));
  }

  @Override
  public void fetchCandles(String of, long fromMs, long toMs) {
    fetches.want(Fetches.Wanted.candles(market, symbol, trades, fromMs, toMs));
  }

  @Override
  public void cancelFetch(String of) {
    fetches.drop(symbol);
  }

  @Override
  public void gapOpened(String of, GapCause cause) {
    gaps.opened(market, symbol, cause);
    sink.incomplete(symbol, TickKind.TRADE);
  }

  @Override
  public void gapClosed(String of, GapOutcome outcome, int recovered, long lastedMs) {
    gaps.closed(market, symbol, outcome, recovered, lastedMs);
    sink.settled(symbol, TickKind.TRADE, outcome != GapOutcome.LOST);
  }
}
