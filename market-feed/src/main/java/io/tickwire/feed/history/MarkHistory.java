package io.tickwire.feed.history;

import io.tickwire.common.market.Market;
import io.tickwire.common.wire.HistoryGap;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.common.wire.HistoryReply.LiveFrom;
import io.tickwire.common.wire.HistorySource;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.publish.PricesSince;
import io.tickwire.feed.recovery.MarkExtremes;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Marks since a moment. The venue does not tell them: from the frames kept, else how high and low
 * this feed saw them by seconds or minutes, else what another feed saw. Confined to one event loop.
 */
final class MarkHistory {
  private static final long NS_PER_MS = 1_000_000;

  private final HistoryEdges edges;

  MarkHistory(HistoryEdges edges) {
    this.edges = edges;
  }

  Future<HistoryReply> answer(Market market, HistoryQuery query) {
    if (market == Market.SPOT) {
      return Future.succeededFuture(
          HistoryReply.nothing(query, HistoryGap.UNSEEN, "the spot market has no marks"));
    }
    LiveFrom asked = position(query);
    PricesSince own = edges.publisher().marksSince(query.symbol(), sinceMs(query));
    if (asked != null && own.isWhole()) {
      return Future.succeededFuture(seen(query, own, asked).page(query));
    }
    return edges
        .peers()
        .since(query.symbol(), sinceMs(query))
        .otherwise(Optional.empty())
        .map(
            others ->
                others
                    .map(marks -> seenByOthers(query, marks, asked).page(query))
                    .orElseGet(() -> seenInPart(query)));
  }

  /** Every mark since, if this feed has published them all and keeps them still. */
  Optional<Findings> kept(Market market, HistoryQuery query) {
    LiveFrom position = market == Market.SPOT ? null : position(query);
    return position == null
        ? Optional.empty()
        : edges
            .publisher()
            .kept(query.symbol(), TickKind.MARK)
            .sinceTime(query.sinceNs())
            .map(ticks -> new Findings(HistorySource.RING, ticks, position));
  }

  /** Where live marks go on; null when this feed does not have them live. */
  private @Nullable LiveFrom position(HistoryQuery query) {
    return edges.recovery().isMarkLive(query.symbol())
        ? edges.publisher().position(query.symbol())
        : null;
  }

  private static long sinceMs(HistoryQuery query) {
    return TimeUnit.NANOSECONDS.toMillis(query.sinceNs());
  }

  private Findings seen(HistoryQuery query, PricesSince own, LiveFrom position) {
    return edges
        .publisher()
        .kept(query.symbol(), TickKind.MARK)
        .sinceTime(query.sinceNs())
        .map(ticks -> new Findings(HistorySource.RING, ticks, position))
        .orElseGet(() -> new Findings(HistorySource.EXTREMES, marks(query, own), position));
  }

  /** Low first: nobody knows their order. */
  private List<Tick> marks(HistoryQuery query, PricesSince prices) {
    List<Tick> marks = new ArrayList<>();
    for (PricesSince.Span span : prices.spans()) {
      long timeMs = Math.max(span.startMs(), sinceMs(query) + 1);
      marks.add(mark(query.symbol(), timeMs, span.scale(), span.low()));
      if (span.high() != span.low()) {
        marks.add(mark(query.symbol(), timeMs + 1, span.scale(), span.high()));
      }
    }
    return marks;
  }

  private Tick mark(String symbol, long timeMs, int scale, long price) {
    long timeNs = timeMs * NS_PER_MS;
    return Tick.mark(
        symbol, timeMs, timeNs, edges.timers().epochNs(), scale, price, 0, Tick.ABSENT);
  }

  /**
   * Puts behind it what this feed saw since it asked them.
   *
   * @param asked where this feed stood then
   */
  private Findings seenByOthers(HistoryQuery query, MarkExtremes marks, @Nullable LiveFrom asked) {
    List<Tick> found = new ArrayList<>(List.of(marks.low(), marks.high()));
    LiveFrom position = position(query);
    if (asked == null || position == null) {
      return new Findings(HistorySource.EXTREMES, found, null);
    }
    Optional<List<Tick>> published =
        edges
            .publisher()
            .kept(query.symbol(), TickKind.MARK)
            .betweenFrames(asked.frame(), position.frame());
    published.ifPresent(found::addAll);
    return new Findings(HistorySource.EXTREMES, found, published.isPresent() ? position : null);
  }

  /** Better than nothing: what this feed saw of it, and where live marks go on. */
  private HistoryReply seenInPart(HistoryQuery query) {
    PricesSince own = edges.publisher().marksSince(query.symbol(), sinceMs(query));
    return new Findings(HistorySource.EXTREMES, marks(query, own), position(query))
        .page(query, HistoryGap.UNSEEN, "no feed saw all marks since");
  }
}
