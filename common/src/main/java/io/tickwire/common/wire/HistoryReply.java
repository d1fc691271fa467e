package io.tickwire.common.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link HistoryQuery}. Ticks are in order of time: candles by their start, and
 * after them trades, some of which the last candle holds as well.
 *
 * @param ticks at most {@value #MOST_TICKS}, which is less than 1 MiB; all are recovered
 * @param missing NOTHING when no tick lacks between the beginning asked for and the end
 * @param reason one sentence about what is missing, else empty
 * @param more the page was full: ask for the rest at once
 * @param endSequence up to where this reaches, {@link HistoryQuery#UNKNOWN} when only a time is
 *     known
 * @param endNs its time by the venue, epoch nanoseconds
 * @param live where the feed goes on; null when it does not, or an end was asked for
 */
public record HistoryReply(
    List<Tick> ticks,
    HistorySource source,
    HistoryGap missing,
    String reason,
    boolean more,
    long endSequence,
    long endNs,
    @Nullable LiveFrom live) {

  /** Of the longest kind these are 864,000 bytes. */
  public static final int MOST_TICKS = 12_000;

  /**
   * Every tick after the end comes in a frame of that feed and partition with a higher number.
   *
   * @param frame 0 when none was published yet
   */
  public record LiveFrom(long feedId, int partition, long frame) {}

  public HistoryReply {
    ticks = List.copyOf(ticks);
    if (ticks.size() > MOST_TICKS) {
      throw new IllegalArgumentException("too long a history: ticks=" + ticks.size());
    }
  }

  /** Nothing was found. */
  public static HistoryReply nothing(HistoryQuery query, HistoryGap missing, String reason) {
    return new HistoryReply(
        List.of(),
        HistorySource.NONE,
        missing,
        reason,
        false,
        query.sinceSequence(),
        query.sinceNs(),
        null);
  }

  /** Whether nothing lacks up to the end. */
  public boolean isComplete() {
    return missing == HistoryGap.NOTHING;
  }
}
