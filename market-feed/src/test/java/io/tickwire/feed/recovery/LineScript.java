package io.tickwire.feed.recovery;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A line whose wishes become words: {@code live 7}, {@code recovered 8}, {@code ask trades} … */
final class LineScript implements LineActions {
  static final long START_MS = 1_800_000_000_000L;
  private static final long NS_PER_MS = 1_000_000;

  final List<String> said = new ArrayList<>();
  final TradeLine line;
  long nowMs;

  LineScript() {
    this(RecoveryConfig.defaults());
  }

  LineScript(RecoveryConfig config) {
    line = new TradeLine(Tape.SYMBOL, config, this);
  }

  /** Trade n happens n milliseconds after the start. */
  static Tick trade(long sequence) {
    return Tape.trade(sequence, START_MS + sequence);
  }

  static List<Tick> trades(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(LineScript::trade).toList();
  }

  /** Subscribed, with these trades behind it. */
  LineScript running(long... sequences) {
    covered();
    live(sequences);
    said.clear();
    return this;
  }

  LineScript covered() {
    line.onCovered((START_MS + nowMs) * NS_PER_MS);
    return this;
  }

  LineScript interrupted() {
    line.onInterrupted(nowMs);
    return this;
  }

  LineScript live(long... sequences) {
    for (long sequence : sequences) {
      line.onTrade(trade(sequence), nowMs);
    }
    return this;
  }

  LineScript history(List<Tick> trades) {
    line.onHistory(trades, nowMs, (START_MS + nowMs) * NS_PER_MS);
    return this;
  }

  LineScript fails() {
    line.onFetchFailed(nowMs);
    return this;
  }

  LineScript after(long ms) {
    nowMs += ms;
    line.onTime(nowMs);
    return this;
  }

  /** What it said since it was asked last. */
  List<String> heard() {
    List<String> heard = List.copyOf(said);
    said.clear();
    return heard;
  }

  @Override
  public void live(Tick tick) {
    said.add("live " + tick.sequence());
  }

  @Override
  public void recovered(Tick tick) {
    if (!tick.recovered()) {
      throw new AssertionError("not marked: " + tick);
    }
    said.add(
        tick.kind() == TickKind.CANDLE
            ? "candle " + (tick.sequence() - START_MS)
            : "recovered " + tick.sequence());
  }

  @Override
  public void fetchTrades(String symbol) {
    said.add("ask trades");
  }

  @Override
  public void fetchCandles(String symbol, long fromMs, long toMs) {
    said.add("ask candles " + (fromMs - START_MS) + ".." + (toMs - START_MS));
  }

  @Override
  public void cancelFetch(String symbol) {
    said.add("cancel");
  }

  @Override
  public void gapOpened(String symbol, GapCause cause) {
    said.add("open " + cause);
  }

  @Override
  public void gapClosed(String symbol, GapOutcome outcome, int recovered, long lastedMs) {
    said.add("closed " + outcome + " " + recovered);
  }
}
