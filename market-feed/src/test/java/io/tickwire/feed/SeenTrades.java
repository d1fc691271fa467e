package io.tickwire.feed;

import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.feed.world.Tape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The trades and recovered candles that reached a consumer, to hold against the tape. */
final class SeenTrades {
  private static final long MS_PER_MINUTE = 60_000;
  private static final long NS_PER_MINUTE = MS_PER_MINUTE * 1_000_000;

  private final Map<String, TreeSet<Long>> sequences = new HashMap<>();
  private final Map<String, HashSet<Long>> candles = new HashMap<>();
  private final TickCursor cursor = new TickCursor();

  void take(TickFrame frame) {
    cursor.wrap(frame);
    while (cursor.next()) {
      switch (cursor.kind()) {
        case TRADE ->
            sequences
                .computeIfAbsent(cursor.symbol(), symbol -> new TreeSet<>())
                .add(cursor.sequence());
        case CANDLE ->
            candles
                .computeIfAbsent(cursor.symbol(), symbol -> new HashSet<>())
                .add(cursor.exchangeTimeNs() / NS_PER_MINUTE);
        case QUOTE, MARK, FUNDING -> {}
      }
    }
  }

  /** What came neither as itself nor inside a candle, from the first that came on. */
  List<Tape.Trade> missing(Tape tape) {
    TreeSet<Long> seen = sequences.getOrDefault(tape.symbol(), new TreeSet<>());
    HashSet<Long> minutes = candles.getOrDefault(tape.symbol(), new HashSet<>());
    return tape.all().stream()
        .filter(
            trade ->
                !seen.isEmpty()
                    && trade.sequence() > seen.first()
                    && !seen.contains(trade.sequence())
                    && !minutes.contains(trade.timeMs() / MS_PER_MINUTE))
        .toList();
  }
}
