package io.tickwire.common.ticks;

import io.tickwire.common.wire.HistoryGap;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply.LiveFrom;
import io.tickwire.common.wire.HistorySource;
import io.tickwire.common.wire.Tick;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers to one question, put together.
 *
 * @param ticks in order of time, all recovered; a candle may hold trades that follow it, and of
 *     several answers the later may repeat a candle of the earlier
 * @param source the coarsest of all
 * @param missing NOTHING when no tick lacks between the beginning asked for and the end
 * @param reason one sentence about what is missing, else empty
 * @param rest what to ask for to go on from here
 * @param live after which frame of which feed live ticks follow; null when they do not, or an end
 *     was asked for
 */
public record WholeHistory(
    List<Tick> ticks,
    HistorySource source,
    HistoryGap missing,
    String reason,
    HistoryQuery rest,
    @Nullable LiveFrom live) {
  public WholeHistory {
    ticks = List.copyOf(ticks);
  }

  /** Whether nothing lacks and live ticks follow, if they were asked for. */
  public boolean isComplete() {
    return missing == HistoryGap.NOTHING;
  }
}
