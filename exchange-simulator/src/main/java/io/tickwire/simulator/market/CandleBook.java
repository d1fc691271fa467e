package io.tickwire.simulator.market;

import java.util.List;
import java.util.TreeMap;

/**
 * The minutes of one symbol in which it traded, for a day. Trades may be printed with times of the
 * past: they count in their own minute. Not thread-safe.
 */
public final class CandleBook {
  private static final long MINUTE_MS = 60_000;
  private static final int MOST_MINUTES = 24 * 60;

  private final TreeMap<Long, Candle> byStart = new TreeMap<>();

  void add(Trade trade) {
    long startMs = Math.floorDiv(trade.timeMs(), MINUTE_MS) * MINUTE_MS;
    Candle known = byStart.get(startMs);
    byStart.put(startMs, known == null ? Candle.of(startMs, trade) : known.with(trade));
    if (byStart.size() > MOST_MINUTES) {
      byStart.pollFirstEntry();
    }
  }

  /**
   * Oldest first.
   *
   * @param toMs exclusive
   * @param most the newest so many
   */
  public List<Candle> between(long fromMs, long toMs, int most) {
    List<Candle> all =
        fromMs >= toMs ? List.of() : List.copyOf(byStart.subMap(fromMs, toMs).values());
    return all.subList(Math.max(0, all.size() - most), all.size());
  }
}
