package io.tickwire.feed.history;

import io.tickwire.common.wire.HistoryGap;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.common.wire.HistoryReply.LiveFrom;
import io.tickwire.common.wire.HistorySource;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.publish.PriceSpan;
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

  Future<HistoryReply> answer(HistoryQuery query) {
    String symbol = query.symbol();
    boolean isLive = edges.recovery().isMarkLive(symbol);
    LiveFrom position = edges.publisher().position(symbol);
    Optional<List<PriceSpan>> spans =
        isLive ? edges.publisher().marksSince(symbol, sinceMs(query)) : Optional.empty();
    if (spans.isPresent()) {
      return Future.succeededFuture(
          edges
              .publisher()
              .kept(symbol, TickKind.MARK)
              .sinceTime(query.sinceNs())
              .map(ticks -> new Findings(HistorySource.RING, ticks, position))
              .orElseGet(
                  () -> new Findings(HistorySource.EXTREMES, marks(query, spans.get()), position))
              .page(query));
    }
    return edges
        .peers()
        .since(symbol, sinceMs(query))
        .otherwise(Optional.empty())
        .map(seen -> seen.map(marks -> seenByOthers(query, marks, isLive ? position : null)))
        .map(
            found ->
                found
                    .map(findings -> findings.page(query))
                    .orElseGet(
                        () ->
                            HistoryReply.nothing(
                                query, HistoryGap.UNSEEN, "no feed saw all marks since")));
  }

  private static long sinceMs(HistoryQuery query) {
    return TimeUnit.NANOSECONDS.toMillis(query.sinceNs());
  }

  /** Low first: nobody knows their order. */
  private List<Tick> marks(HistoryQuery query, List<PriceSpan> spans) {
    List<Tick> marks = new ArrayList<>();
    for (PriceSpan span : spans) {
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
   * @param asked where this feed stood then, null when it does not watch
   */
  private Findings seenByOthers(HistoryQuery query, MarkExtremes marks, @Nullable LiveFrom asked) {
    List<Tick> found = new ArrayList<>(List.of(marks.low(), marks.high()));
    LiveFrom position = edges.publisher().position(query.symbol());
    boolean stays = asked != null && edges.recovery().isMarkLive(query.symbol());
    Optional<List<Tick>> published =
        stays && asked != null
            ? edges
                .publisher()
                .kept(query.symbol(), TickKind.MARK)
                .betweenFrames(asked.frame(), position.frame())
            : Optional.empty();
    published.ifPresent(found::addAll);
    return new Findings(HistorySource.EXTREMES, found, published.isPresent() ? position : null);
  }
}
