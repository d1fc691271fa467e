package io.tickwire.feed.recovery;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.venue.Candle;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Answers of the exchange, put in order. Pure. */
public final class RestRows {
  private RestRows() {}

  /** The symbol's trades by sequence. */
  public static NavigableMap<Long, Tick> history(String symbol, List<Tick> rows) {
    NavigableMap<Long, Tick> trades = new TreeMap<>();
    for (Tick row : rows) {
      if (row.kind() == TickKind.TRADE && row.symbol().equals(symbol)) {
        trades.put(row.sequence(), row);
      }
    }
    return trades;
  }

  /** Candles that start in the range, as ticks in order of time. */
  public static List<Tick> candles(
      String symbol, List<Candle> rows, CandleRange range, long receivedNs) {
    return rows.stream()
        .filter(row -> row.startMs() >= range.fromMs() && row.startMs() < range.pieceEndMs())
        .sorted(Comparator.comparingLong(Candle::startMs))
        .map(
            row ->
                Tick.candle(
                    symbol,
                    row.startMs(),
                    row.spanMs(),
                    receivedNs,
                    row.scale(),
                    row.open(),
                    row.high(),
                    row.low(),
                    row.close()))
        .toList();
  }
}
