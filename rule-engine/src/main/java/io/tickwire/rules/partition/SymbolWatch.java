package io.tickwire.rules.partition;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickKind;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.evaluation.Checkpoint;
import io.tickwire.rules.evaluation.Hit;
import io.tickwire.rules.evaluation.PricePoint;
import io.tickwire.rules.evaluation.SymbolEvaluator;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One symbol that a partition wants ticks of: because positions or triggers live on it, or because
 * somebody waits for its price. Confined to the engine's event loop.
 */
final class SymbolWatch {
  /** By how much the clocks of Redis and of a feed may differ. */
  private static final long CLOCKS_APART_NS = 1_000_000_000;

  private static final long NOTHING = Long.MAX_VALUE;

  final SymbolEvaluator evaluator;
  final TickSize ticks;
  final FundingWatch funding = new FundingWatch();

  /** Positions and triggers on it. */
  final Set<String> owners = new HashSet<>();

  /** Wanted until then even without an owner. */
  long wantedUntilMs;

  private final List<Waiting> waiting = new ArrayList<>();

  /** Which prices came live or from a history: a restored one alone is not current. */
  private final Set<PriceSource> heard = EnumSet.noneOf(PriceSource.class);

  private final boolean futures;

  /** Newest trade and mark, as a feed numbers them; 0 before the first. */
  private long tradeSequence;

  private long tradeTimeNs;
  private long markSequence;
  private long markTimeNs;

  /** When a feed had read the newest of them that others evaluated; 0 when nobody says so. */
  private long tradesSeenNs;

  private long marksSeenNs;

  private final AskedTicks asked = new AskedTicks();

  private record Waiting(Arming.Quote quote, Promise<PricePoint> promise) {}

  /**
   * @param restored where to go on from; null to begin
   * @param onRejected is run for each tick that cannot be evaluated
   */
  SymbolWatch(Instrument instrument, @Nullable Checkpoint restored, Runnable onRejected) {
    this.ticks = instrument.ticks();
    this.evaluator = new SymbolEvaluator(ticks, onRejected);
    this.futures = instrument.market() == Market.FUTURES;
    if (restored != null) {
      evaluator.restore(restored);
      Checkpoint.Passed last = restored.last();
      Checkpoint.Passed mark = restored.mark();
      tradeSequence = last == null || last.sequence() == null ? 0 : last.sequence();
      tradeTimeNs = last == null ? 0 : last.newest().exchangeTimeNs();
      markSequence = mark == null || mark.sequence() == null ? 0 : mark.sequence();
      markTimeNs = mark == null ? 0 : mark.newest().exchangeTimeNs();
      tradesSeenNs = last == null ? 0 : last.newest().receivedNs();
      marksSeenNs = mark == null ? 0 : mark.newest().receivedNs();
    }
  }

  /**
   * What to ask for before rules are armed: ticks that concern them, that are not held here, and
   * that nobody evaluated for them, as they were not live by then. What marks reach fills at the
   * last price, so while none is known trades are asked for with them.
   *
   * @param rules those that wait since a time that is not known do not count
   * @param sinceUs epoch microseconds since when they are live
   * @param keptOnly whether they may not wait for more than what the feeds keep
   */
  List<HistoryQuery> unseenBy(String symbol, List<Rule> rules, long sinceUs, boolean keptOnly) {
    long liveNs = TimeUnit.MICROSECONDS.toNanos(sinceUs) + CLOCKS_APART_NS;
    List<Rule> unseen =
        rules.stream()
            .filter(rule -> liveNs >= (isOnMark(rule) ? marksSeenNs : tradesSeenNs))
            .toList();
    return notHeld(symbol, unseen, keptOnly).stream()
        .filter(query -> !asked.holds(query.kind(), query.sinceNs(), keptOnly))
        .toList();
  }

  private static boolean isOnMark(Rule rule) {
    return rule.source() == PriceSource.MARK;
  }

  /**
   * What to ask for before rules are armed for which nothing counts that was evaluated: all ticks
   * that concern them and are not held here.
   *
   * @param rules those that wait since a time that is not known do not count
   * @param keptOnly whether they may not wait for more than what the feeds keep
   */
  List<HistoryQuery> notHeld(String symbol, List<Rule> rules, boolean keptOnly) {
    long tradesNs = missingSinceNs(rules, PriceSource.LAST);
    long marksNs = missingSinceNs(rules, PriceSource.MARK);
    if (evaluator.last() == null) {
      tradesNs = Math.min(tradesNs, marksNs);
    }
    List<HistoryQuery> queries = new ArrayList<>(2);
    add(queries, symbol, TickKind.TRADE, tradesNs, keptOnly);
    add(queries, symbol, TickKind.MARK, marksNs, keptOnly);
    return queries;
  }

  private static void add(
      List<HistoryQuery> to, String symbol, TickKind kind, long sinceNs, boolean keptOnly) {
    if (sinceNs != NOTHING) {
      to.add(
          new HistoryQuery(
              symbol, kind, HistoryQuery.UNKNOWN, sinceNs, HistoryQuery.NOW, keptOnly));
    }
  }

  /** A question has been answered as well as it could be. */
  void told(HistoryQuery query) {
    asked.add(query, query.kind() == TickKind.TRADE ? tradeTimeNs : markTimeNs);
  }

  private long missingSinceNs(List<Rule> rules, PriceSource source) {
    long sinceNs = NOTHING;
    for (Rule rule : rules) {
      if (rule.source() == source && rule.armedAtNs() > 0 && !evaluator.holdsAllOf(rule)) {
        sinceNs = Math.min(sinceNs, rule.armedAtNs());
      }
    }
    return sinceNs;
  }

  /**
   * What to ask for that has not been seen here.
   *
   * @param armedNs since when a rule is armed; used where nothing was seen at all, 0 when not known
   */
  List<HistoryQuery> unseen(String symbol, long armedNs) {
    List<HistoryQuery> queries = new ArrayList<>(2);
    add(queries, symbol, TickKind.TRADE, tradeSequence, tradeTimeNs, armedNs);
    if (futures) {
      add(queries, symbol, TickKind.MARK, markSequence, markTimeNs, armedNs);
    }
    return queries;
  }

  private static void add(
      List<HistoryQuery> to,
      String symbol,
      TickKind kind,
      long sequence,
      long timeNs,
      long armedNs) {
    long sinceNs = timeNs > 0 ? timeNs : armedNs;
    if (sinceNs > 0) {
      to.add(
          new HistoryQuery(
              symbol,
              kind,
              timeNs > 0 ? sequence : HistoryQuery.UNKNOWN,
              sinceNs,
              HistoryQuery.NOW));
    }
  }

  private void follow(TickCursor tick) {
    if (tick.kind() == TickKind.TRADE && tick.sequence() > tradeSequence) {
      tradeSequence = tick.sequence();
      tradeTimeNs = tick.exchangeTimeNs();
    } else if (tick.kind() == TickKind.MARK && tick.sequence() > markSequence) {
      markSequence = tick.sequence();
      markTimeNs = tick.exchangeTimeNs();
    }
  }

  boolean isWanted(long nowMs) {
    return !owners.isEmpty() || nowMs < wantedUntilMs;
  }

  /** Evaluates the tick under the cursor. */
  List<Hit> onTick(TickCursor tick) {
    hear(tick);
    follow(tick);
    List<Hit> hits = TickDispatch.evaluate(evaluator, tick);
    if (!waiting.isEmpty()) {
      tellWaiting();
    }
    return hits;
  }

  private void hear(TickCursor tick) {
    switch (tick.kind()) {
      case TRADE, CANDLE -> heard.add(PriceSource.LAST);
      case MARK -> heard.add(PriceSource.MARK);
      case QUOTE -> {
        heard.add(PriceSource.BID_ASK);
        if (tick.price() != Tick.ABSENT) {
          heard.add(PriceSource.LAST);
        }
      }
      case FUNDING -> {
        // Tells no price.
      }
    }
  }

  /** Null while none is known. */
  @Nullable PricePoint price(Arming.Quote quote) {
    if (!heard.contains(quote.source())) {
      return null;
    }
    return switch (quote.source()) {
      case LAST -> evaluator.last();
      case MARK -> evaluator.mark();
      case BID_ASK -> quote.ask() ? evaluator.ask() : evaluator.bid();
    };
  }

  /** Completes with the first price. */
  Promise<PricePoint> await(Arming.Quote quote) {
    Promise<PricePoint> promise = Promise.promise();
    waiting.add(new Waiting(quote, promise));
    return promise;
  }

  private void tellWaiting() {
    for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
      Waiting one = each.next();
      PricePoint price = price(one.quote());
      if (price != null) {
        one.promise().tryComplete(price);
      }
      if (one.promise().future().isComplete()) {
        each.remove();
      }
    }
  }
}
