package io.tickwire.feed;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.feed.world.Tape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The trades and recovered candles that reached a consumer, to hold against the tape. */
final class SeenTrades {
  private static final long MS_PER_MINUTE = 60_000;

  /** Of all candles of a minute; at the one digit that the tape has. */
  private record Range(long low, long high) {
    static Range of(int scale, long low, long high) {
      return scale == 0 ? new Range(10 * low, 10 * high) : new Range(low, high);
    }

    Range and(Range other) {
      return new Range(Math.min(low, other.low), Math.max(high, other.high));
    }

    boolean holds(Tape.Trade trade) {
      return low <= trade.price() && trade.price() <= high;
    }
  }

  private static final Range NONE = new Range(Long.MAX_VALUE, Long.MIN_VALUE);

  private final Map<String, TreeSet<Long>> sequences = new HashMap<>();
  private final Map<String, Map<Long, Range>> candles = new HashMap<>();
  private final TickCursor cursor = new TickCursor();

  void take(TickFrame frame) {
    cursor.wrap(frame);
    while (cursor.next()) {
      switch (cursor.kind()) {
        case TRADE -> trade(cursor.symbol(), cursor.sequence());
        case CANDLE ->
            candle(
                cursor.symbol(),
                cursor.sequence(),
                Range.of(cursor.priceScale(), cursor.low(), cursor.high()));
        case QUOTE, MARK, FUNDING -> {}
      }
    }
  }

  void take(Tick tick) {
    switch (tick.kind()) {
      case TRADE -> trade(tick.symbol(), tick.sequence());
      case CANDLE ->
          candle(
              tick.symbol(),
              tick.sequence(),
              Range.of(tick.priceScale(), tick.ask(), tick.second()));
      case QUOTE, MARK, FUNDING -> {}
    }
  }

  private void trade(String of, long sequence) {
    sequences.computeIfAbsent(of, symbol -> new TreeSet<>()).add(sequence);
  }

  private void candle(String of, long startMs, Range range) {
    candles
        .computeIfAbsent(of, symbol -> new HashMap<>())
        .merge(startMs / MS_PER_MINUTE, range, Range::and);
  }

  /** What came neither as itself nor inside a candle, from the first that came on. */
  List<Tape.Trade> missing(Tape tape) {
    TreeSet<Long> seen = sequences.getOrDefault(tape.symbol(), new TreeSet<>());
    Map<Long, Range> minutes = candles.getOrDefault(tape.symbol(), Map.of());
    return tape.all().stream()
        .filter(
            trade ->
                !seen.isEmpty()
                    && trade.sequence() > seen.first()
                    && !seen.contains(trade.sequence())
                    && !minutes.getOrDefault(trade.timeMs() / MS_PER_MINUTE, NONE).holds(trade))
        .toList();
  }
}
