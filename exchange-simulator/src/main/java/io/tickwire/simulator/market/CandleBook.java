package io.tickwire.simulator.market;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The minutes of one symbol in which it traded, for a day. Trades may be printed with times of the
 * past: they count in their own minute. Not thread-safe.
 */
public final class CandleBook {
  private static final long MINUTE_MS = 60_000;
  private static final int MOST_MINUTES = 24 * 60;

  private final Listing listing;
  private final TreeMap<Long, Tally> byStart = new TreeMap<>();
  private long minuteMs = Long.MIN_VALUE;
  private @Nullable Tally minute;

  CandleBook(Listing listing) {
    this.listing = listing;
  }

  void add(Trade trade) {
    long startMs = Math.floorDiv(trade.timeMs(), MINUTE_MS) * MINUTE_MS;
    Tally tally = minute;
    if (tally == null || startMs != minuteMs) {
      tally = byStart.computeIfAbsent(startMs, m -> new Tally(listing, trade.priceTicks()));
      minute = tally;
      minuteMs = startMs;
      if (byStart.size() > MOST_MINUTES) {
        byStart.pollFirstEntry();
      }
    }
    tally.add(trade);
  }

  /** The minute of the trade that was printed last; nothing before the first. */
  public Optional<Candle> latest() {
    return Optional.ofNullable(minute).map(tally -> tally.candle(minuteMs));
  }

  /**
   * Oldest first.
   *
   * @param toMs exclusive
   * @param most the newest so many
   */
  public List<Candle> between(long fromMs, long toMs, int most) {
    List<Candle> all = new ArrayList<>();
    if (fromMs < toMs) {
      byStart.subMap(fromMs, toMs).forEach((startMs, tally) -> all.add(tally.candle(startMs)));
    }
    return all.subList(Math.max(0, all.size() - most), all.size());
  }
}
