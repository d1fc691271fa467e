package io.tickwire.feed.history;

import io.tickwire.common.wire.HistoryGap;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.common.wire.HistoryReply.LiveFrom;
import io.tickwire.common.wire.HistorySource;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found for a question. Pure.
 *
 * @param ticks in order of time, nothing missing among them
 * @param live null when no live ticks follow
 */
record Findings(HistorySource source, List<Tick> ticks, @Nullable LiveFrom live) {

  HistoryReply page(HistoryQuery query) {
    return page(query, HistoryGap.NOTHING, "");
  }

  /** As much as one reply takes, from the beginning. */
  HistoryReply page(HistoryQuery query, HistoryGap missing, String reason) {
    long untilNs = query.isUntilNow() ? Long.MAX_VALUE : query.untilNs();
    List<Tick> wanted =
        ticks.stream()
            .filter(tick -> tick.exchangeTimeNs() <= untilNs)
            .map(Tick::asRecovered)
            .toList();
    boolean more = wanted.size() > HistoryReply.MOST_TICKS;
    List<Tick> page = more ? wanted.subList(0, HistoryReply.MOST_TICKS) : wanted;
    End end = End.of(query, page);
    return new HistoryReply(
        page,
        source,
        missing,
        reason,
        more,
        end.sequence,
        end.ns,
        more || !query.isUntilNow() ? null : live);
  }

  private record End(long sequence, long ns) {
    static End of(HistoryQuery query, List<Tick> page) {
      if (page.isEmpty()) {
        return new End(query.sinceSequence(), query.sinceNs());
      }
      Tick last = page.get(page.size() - 1);
      // A minute that may not be over is told once more.
      return last.kind() == TickKind.CANDLE
          ? new End(HistoryQuery.UNKNOWN, Math.max(query.sinceNs(), last.exchangeTimeNs()))
          : new End(last.sequence(), last.exchangeTimeNs());
    }
  }
}
