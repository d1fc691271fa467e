package io.tickwire.feed.history;

import io.tickwire.common.market.Market;
import io.tickwire.common.wire.HistoryGap;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.common.wire.HistoryReply.LiveFrom;
import io.tickwire.common.wire.HistorySource;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.port.VenueRest.Priority;
import io.tickwire.feed.recovery.CandleRange;
import io.tickwire.feed.recovery.LastKnown;
import io.tickwire.feed.recovery.RestRows;
import io.tickwire.feed.recovery.TradeStanding;
import io.tickwire.feed.venue.Candle;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trades since a moment: from the frames kept, else the trades the venue still tells, else candles
 * and then those trades. What the feed published since it asked the venue is put behind, so that
 * live ticks follow without a hole. Confined to one event loop.
 */
final class TradeHistory {
  private static final long NS_PER_MS = 1_000_000;
  private static final long MINUTE_NS = 60_000 * NS_PER_MS;

  /** Nobody is asked for candles of what is longer ago. */
  static final long OLDEST_NS = 7 * 24 * 60 * MINUTE_NS;

  /**
   * A line without trades says since when it watches by our clock, and a second early; the venue's
   * clock may be another second off.
   */
  private static final long CLOCK_DOUBT_NS = 2_000_000_000;

  /** Fewer do not show that a symbol's trades are numbered without holes. */
  private static final int ENOUGH_TRADES = 10;

  /** An answer of the venue, and how this feed stood when it was asked. */
  private record Told(
      Future<NavigableMap<Long, Tick>> trades, @Nullable TradeStanding before, LiveFrom position) {}

  private final HistoryEdges edges;
  private final SharedCalls<Told> histories = new SharedCalls<>();
  private final SharedCalls<Future<List<Candle>>> candleCalls = new SharedCalls<>();

  TradeHistory(HistoryEdges edges) {
    this.edges = edges;
  }

  /** Never fails for what the venue does. */
  Future<HistoryReply> answer(Market market, HistoryQuery query) {
    Optional<Findings> own = kept(query);
    if (own.isPresent()) {
      return Future.succeededFuture(own.get().page(query));
    }
    Told told = histories.get(query.symbol(), () -> ask(market, query.symbol()), Told::trades);
    return told.trades
        .compose(trades -> fromVenue(market, query, told, trades))
        .otherwise(
            failure ->
                HistoryReply.nothing(
                    query, HistoryGap.VENUE, String.valueOf(failure.getMessage())));
  }

  private Told ask(Market market, String symbol) {
    TradeStanding before = edges.recovery().standing(symbol);
    LiveFrom position = edges.publisher().position(symbol);
    return new Told(
        edges
            .rest()
            .call(edges.venue().trades(market, symbol), Priority.HISTORY)
            .map(rows -> RestRows.history(symbol, rows)),
        before,
        position);
  }

  /** What this feed published itself, if it has seen all since. */
  Optional<Findings> kept(HistoryQuery query) {
    TradeStanding standing = edges.recovery().standing(query.symbol());
    if (standing == null || standing.gap()) {
      return Optional.empty();
    }
    LiveFrom position = edges.publisher().position(query.symbol());
    Optional<List<Tick>> ticks =
        isNothingSince(query, standing)
            ? Optional.of(List.of())
            : query.isByTime()
                ? edges.publisher().kept(query.symbol(), TickKind.TRADE).sinceTime(query.sinceNs())
                : edges
                    .publisher()
                    .kept(query.symbol(), TickKind.TRADE)
                    .afterSequence(query.sinceSequence(), query.sinceNs());
    return ticks.map(found -> new Findings(HistorySource.RING, found, position));
  }

  private static boolean isNothingSince(HistoryQuery query, TradeStanding standing) {
    long knownNs = standing.upTo().timeNs();
    if (standing.newest() == LastKnown.NO_TRADE) {
      return knownNs + CLOCK_DOUBT_NS <= query.sinceNs();
    }
    return query.isByTime()
        ? knownNs < query.sinceNs()
        : standing.newest() <= query.sinceSequence();
  }

  private Future<HistoryReply> fromVenue(
      Market market, HistoryQuery query, Told told, NavigableMap<Long, Tick> trades) {
    boolean byTime = query.isByTime() || isNumberedAnew(query, trades);
    if (isOutdated(query, told, trades, byTime)) {
      return Future.succeededFuture(
          HistoryReply.nothing(
              query, HistoryGap.VENUE, "the venue's trades are older than those seen before"));
    }
    if (reaches(query, trades, byTime)) {
      List<Tick> found = new ArrayList<>(since(query, trades, byTime));
      LiveFrom live = follow(query, told, trades, found);
      return Future.succeededFuture(new Findings(HistorySource.TRADES, found, live).page(query));
    }
    return fromCandles(market, query, told, trades);
  }

  /** Answers of a venue may lag behind what its sockets have said. */
  private static boolean isOutdated(
      HistoryQuery query, Told told, NavigableMap<Long, Tick> trades, boolean byTime) {
    if (trades.isEmpty()) {
      return false;
    }
    TradeStanding before = told.before;
    long newest = trades.lastKey();
    return (before != null && newest < before.newest())
        || (!byTime && newest < query.sinceSequence());
  }

  /** After an exchange has begun its numbers again they are lower, and later. */
  private static boolean isNumberedAnew(HistoryQuery query, NavigableMap<Long, Tick> trades) {
    return !trades.isEmpty()
        && trades.lastKey() < query.sinceSequence()
        && trades.lastEntry().getValue().exchangeTimeNs() > query.sinceNs();
  }

  private static boolean reaches(
      HistoryQuery query, NavigableMap<Long, Tick> trades, boolean byTime) {
    if (trades.isEmpty()) {
      return false;
    }
    return byTime
        ? trades.firstEntry().getValue().exchangeTimeNs() < query.sinceNs()
        : trades.firstKey() <= query.sinceSequence() + 1;
  }

  private static Collection<Tick> since(
      HistoryQuery query, NavigableMap<Long, Tick> trades, boolean byTime) {
    return byTime
        ? trades.values().stream()
            .filter(trade -> trade.exchangeTimeNs() >= query.sinceNs())
            .toList()
        : trades.tailMap(query.sinceSequence(), false).values();
  }

  /**
   * Puts behind it what this feed published since the venue was asked.
   *
   * @return null when this feed did not watch the symbol by then, keeps not all of it, or missed a
   *     trade between; then the next answer begins at the end of this one
   */
  private @Nullable LiveFrom follow(
      HistoryQuery query, Told told, NavigableMap<Long, Tick> trades, List<Tick> found) {
    if (told.before == null || edges.recovery().standing(query.symbol()) == null) {
      return null;
    }
    LiveFrom position = edges.publisher().position(query.symbol());
    Tick newest = trades.isEmpty() ? null : trades.lastEntry().getValue();
    Optional<List<Tick>> published =
        edges
            .publisher()
            .kept(query.symbol(), TickKind.TRADE)
            .betweenFrames(told.position.frame(), position.frame())
            .map(
                ticks ->
                    ticks.stream()
                        .filter(tick -> newest == null || isNewer(tick, newest))
                        .toList());
    if (published.isEmpty() || isTorn(trades, published.get())) {
      return null;
    }
    found.addAll(published.get());
    if (newest != null) {
      edges
          .recovery()
          .startAfter(query.symbol(), new LastKnown(newest.sequence(), newest.exchangeTimeNs()));
    }
    return position;
  }

  /** Whether a trade is missing between the two, of a symbol numbered without holes. */
  private static boolean isTorn(NavigableMap<Long, Tick> trades, List<Tick> published) {
    return trades.size() >= ENOUGH_TRADES
        && trades.lastKey() - trades.firstKey() == trades.size() - 1
        && published.stream()
            .filter(tick -> tick.kind() == TickKind.TRADE)
            .mapToLong(Tick::sequence)
            .min()
            .stream()
            .anyMatch(first -> first > trades.lastKey() + 1);
  }

  private static boolean isNewer(Tick tick, Tick newest) {
    return tick.kind() == TickKind.CANDLE
        ? tick.exchangeTimeNs() + tick.askSize() * NS_PER_MS > newest.exchangeTimeNs()
        : tick.sequence() > newest.sequence();
  }

  private Future<HistoryReply> fromCandles(
      Market market, HistoryQuery query, Told told, NavigableMap<Long, Tick> trades) {
    long nowNs = edges.timers().epochNs();
    boolean tooOld = query.sinceNs() < nowNs - OLDEST_NS;
    long toNs = trades.isEmpty() ? nowNs : trades.firstEntry().getValue().exchangeTimeNs();
    CandleRange all =
        CandleRange.between(
            tooOld ? nowNs - OLDEST_NS : query.sinceNs(),
            query.isUntilNow() ? toNs : Math.min(toNs, query.untilNs()));
    return candles(market, query.symbol(), all, new ArrayList<>())
        .map(
            candles -> {
              if (!trades.isEmpty() && isMinuteMissing(candles, all, toNs)) {
                return HistoryReply.nothing(
                    query, HistoryGap.VENUE, "the venue has no candle of a minute with trades");
              }
              List<Tick> found = new ArrayList<>(candles);
              found.addAll(trades.values());
              LiveFrom live = follow(query, told, trades, found);
              return new Findings(HistorySource.CANDLES, found, live)
                  .page(
                      query,
                      tooOld ? HistoryGap.TOO_OLD : HistoryGap.NOTHING,
                      tooOld ? "longer ago than seven days" : "");
            });
  }

  /** The minute in which the trades begin holds what was before them. */
  private static boolean isMinuteMissing(List<Tick> candles, CandleRange range, long firstNs) {
    long minuteNs = firstNs / MINUTE_NS * MINUTE_NS;
    return range.toMs() > minuteNs / NS_PER_MS
        && candles.stream().noneMatch(candle -> candle.exchangeTimeNs() == minuteNs);
  }

  private Future<List<Tick>> candles(
      Market market, String symbol, CandleRange range, List<Tick> found) {
    if (range.isEmpty()) {
      return Future.succeededFuture(found);
    }
    long fromMs = range.fromMs();
    long toMs = range.pieceEndMs();
    return candleCalls
        .get(
            symbol + " " + fromMs + " " + toMs,
            () ->
                edges
                    .rest()
                    .call(edges.venue().candles(market, symbol, fromMs, toMs), Priority.HISTORY),
            call -> call)
        .compose(
            rows -> {
              found.addAll(RestRows.candles(symbol, rows, range, edges.timers().epochNs()));
              return candles(market, symbol, range.rest(), found);
            });
  }
}
