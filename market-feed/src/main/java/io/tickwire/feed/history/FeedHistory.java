package io.tickwire.feed.history;

import io.micrometer.core.instrument.Counter;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.HistoryGap;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.common.wire.HistorySource;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.port.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Answers who was away. A symbol that is about to be watched is waited for, so that the answer ends
 * where live ticks begin; everything else is answered at once, as well as it can be, or only with
 * what is kept here when no more is asked for. Every future succeeds, in less time than who asks
 * will wait. Confined to the feed's event loop.
 */
public final class FeedHistory {
  private static final long LOOK_MS = 25;

  /** The first subscription of a symbol takes less on a good day. */
  static final long WAIT_FOR_LIVE_MS = 2_000;

  /** Below the time-out of the question. */
  static final long MOST_MS = 25_000;

  private final HistoryEdges edges;
  private final TradeHistory trades;
  private final MarkHistory marks;
  private final Map<HistorySource, Counter> answers = new EnumMap<>(HistorySource.class);

  public FeedHistory(HistoryEdges edges) {
    this.edges = edges;
    this.trades = new TradeHistory(edges);
    this.marks = new MarkHistory(edges);
    for (HistorySource source : HistorySource.values()) {
      answers.put(
          source,
          Counter.builder("feed.history")
              .description("Answers to who was away")
              .tag("source", source.name().toLowerCase(Locale.ROOT))
              .register(edges.registry()));
    }
  }

  public Future<HistoryReply> answer(HistoryQuery query) {
    Promise<HistoryReply> reply = Promise.promise();
    Timers.Timer limit =
        edges
            .timers()
            .after(
                MOST_MS,
                () ->
                    reply.tryComplete(
                        HistoryReply.nothing(
                            query, HistoryGap.VENUE, "the venue did not answer in time")));
    begin(query, reply, edges.timers().nowMs() + WAIT_FOR_LIVE_MS);
    return reply
        .future()
        .onSuccess(
            answer -> {
              limit.cancel();
              count(answer.source());
            });
  }

  private void count(HistorySource source) {
    Counter counter = answers.get(source);
    if (counter != null) {
      counter.increment();
    }
  }

  private void begin(HistoryQuery query, Promise<HistoryReply> reply, long waitUntilMs) {
    Market market = edges.markets().apply(query.symbol());
    if (market == null) {
      reply.tryComplete(
          HistoryReply.nothing(query, HistoryGap.UNKNOWN_SYMBOL, "no such instrument"));
    } else if (query.keptOnly()) {
      reply.tryComplete(kept(market, query));
    } else if (!query.isUntilNow()
        || isLive(market, query)
        || !edges.isWatched().test(query.symbol())) {
      Future.succeededFuture()
          .compose(ignored -> find(market, query))
          .otherwise(
              failure ->
                  HistoryReply.nothing(
                      query, HistoryGap.VENUE, String.valueOf(failure.getMessage())))
          .onSuccess(reply::tryComplete);
    } else if (edges.timers().nowMs() - waitUntilMs >= 0) {
      reply.tryComplete(HistoryReply.nothing(query, HistoryGap.NOT_YET_LIVE, "not yet subscribed"));
    } else {
      edges.timers().after(LOOK_MS, () -> begin(query, reply, waitUntilMs));
    }
  }

  private boolean isLive(Market market, HistoryQuery query) {
    return query.kind() == TickKind.MARK
        ? market == Market.SPOT || edges.recovery().isMarkLive(query.symbol())
        : edges.recovery().standing(query.symbol()) != null;
  }

  private HistoryReply kept(Market market, HistoryQuery query) {
    Optional<Findings> kept =
        query.kind() == TickKind.MARK ? marks.kept(market, query) : trades.kept(query);
    return kept.map(found -> found.page(query))
        .orElseGet(
            () -> HistoryReply.nothing(query, HistoryGap.NOT_KEPT, "not all of it is kept here"));
  }

  private Future<HistoryReply> find(Market market, HistoryQuery query) {
    return query.kind() == TickKind.MARK
        ? marks.answer(market, query)
        : trades.answer(market, query);
  }
}
