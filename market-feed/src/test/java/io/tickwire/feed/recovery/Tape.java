package io.tickwire.feed.recovery;

import io.tickwire.common.wire.Tick;
import io.tickwire.feed.venue.Candle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that was traded of one symbol, and what the exchange's REST API tells of it. */
final class Tape {
  static final String SYMBOL = "BTC-USDT";
  static final int HISTORY = 100;
  private static final long NS_PER_MS = 1_000_000;
  private static final long MINUTE_MS = 60_000;

  final List<Tick> trades = new ArrayList<>();

  static Tick trade(long sequence, long timeMs) {
    return trade(sequence, timeMs, 60_000 + sequence % 97);
  }

  static Tick trade(long sequence, long timeMs, long price) {
    return Tick.trade(SYMBOL, sequence, timeMs * NS_PER_MS, timeMs * NS_PER_MS, 1, price, 0, 1);
  }

  Tick print(long sequence, long timeMs) {
    Tick trade = trade(sequence, timeMs);
    trades.add(trade);
    return trade;
  }

  /** As it was then. */
  List<Tick> history(long nowMs) {
    int end = trades.size();
    while (end > 0 && trades.get(end - 1).exchangeTimeNs() > nowMs * NS_PER_MS) {
      end--;
    }
    return List.copyOf(trades.subList(Math.max(0, end - HISTORY), end));
  }

  /** As they were then. */
  List<Candle> candles(long fromMs, long toMs, long nowMs) {
    Map<Long, Candle> byStart = new TreeMap<>();
    for (Tick trade : trades) {
      long timeMs = trade.exchangeTimeNs() / NS_PER_MS;
      if (timeMs < fromMs || timeMs >= toMs || timeMs > nowMs) {
        continue;
      }
      long start = timeMs / MINUTE_MS * MINUTE_MS;
      long price = trade.price();
      byStart.merge(
          start,
          new Candle(start, MINUTE_MS, 1, price, price, price, price),
          (sum, one) ->
              new Candle(
                  start,
                  MINUTE_MS,
                  1,
                  sum.open(),
                  Math.max(sum.high(), price),
                  Math.min(sum.low(), price),
                  price));
    }
    return List.copyOf(byStart.values());
  }
}
