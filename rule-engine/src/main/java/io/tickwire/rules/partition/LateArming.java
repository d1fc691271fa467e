package io.tickwire.rules.partition;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.ticks.WholeHistory;
import io.tickwire.common.wire.HistoryGap;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.evaluation.PricePoint;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rules that come later than the ticks that concern them are remembered: a trigger's position that
 * Redis had only after an outage, say. They wait for what the feeds tell of that time, so that each
 * fires on the first tick that reached it. Confined to the engine's event loop.
 */
final class LateArming {
  private static final Logger log = LoggerFactory.getLogger(LateArming.class);

  /** While no feed tells live ticks either, waiting longer costs nothing. */
  private static final int MOST_ROUNDS = 20;

  private final Function<HistoryQuery, Future<WholeHistory>> history;
  private final Map<String, List<Late>> waiting = new HashMap<>();
  private final Set<String> asking = new HashSet<>();

  private record Late(
      SymbolWatch watch,
      List<Rule> rules,
      BiConsumer<@Nullable List<PricePoint>, List<Tick>> armed) {}

  /** What the answers held; whole when nothing lacks up to what is remembered. */
  private record Past(List<Tick> ticks, boolean whole) {}

  /**
   * @param history never fails and takes a bounded time
   */
  LateArming(Function<HistoryQuery, Future<WholeHistory>> history) {
    this.history = history;
  }

  /** Whether ticks that concern the rules have come and are forgotten here. */
  static boolean isLate(SymbolWatch watch, List<Rule> rules) {
    long tradesNs = sinceNs(rules, PriceSource.LAST);
    long marksNs = sinceNs(rules, PriceSource.MARK);
    return (tradesNs > 0 && !watch.evaluator.remembersTrades(tradesNs))
        || (marksNs > 0 && !watch.evaluator.remembersMarks(marksNs));
  }

  /** When the first of them was armed; 0 when there is none, or it was armed without a price. */
  private static long sinceNs(List<Rule> rules, PriceSource source) {
    long sinceNs = 0;
    for (Rule rule : rules) {
      if (rule.source() == source && rule.armedAtNs() > 0) {
        sinceNs = sinceNs == 0 ? rule.armedAtNs() : Math.min(sinceNs, rule.armedAtNs());
      }
    }
    return sinceNs;
  }

  /**
   * @param rules of one owner
   * @param armed called once: with what to play to the rules; or, when it is not all there, with
   *     null and what there is
   */
  void add(
      String symbol,
      SymbolWatch watch,
      List<Rule> rules,
      BiConsumer<@Nullable List<PricePoint>, List<Tick>> armed) {
    waiting
        .computeIfAbsent(symbol, ignored -> new ArrayList<>())
        .add(new Late(watch, rules, armed));
    if (asking.add(symbol)) {
      ask(symbol);
    }
  }

  /** One question for all that wait for the symbol; who comes meanwhile is of the next. */
  private void ask(String symbol) {
    List<Late> late = waiting.remove(symbol);
    if (late == null) {
      asking.remove(symbol);
      return;
    }
    List<Rule> rules = late.stream().flatMap(one -> one.rules().stream()).toList();
    SymbolWatch watch = late.get(0).watch();
    past(symbol, watch, TickKind.TRADE, sinceNs(rules, PriceSource.LAST))
        .compose(
            trades ->
                past(symbol, watch, TickKind.MARK, sinceNs(rules, PriceSource.MARK))
                    .map(marks -> both(trades, marks)))
        .onSuccess(
            past -> {
              log.debug(
                  "late rules armed symbol={} owners={} ticks={} whole={}",
                  symbol,
                  late.size(),
                  past.ticks().size(),
                  past.whole());
              List<PricePoint> points = past.whole() ? points(past.ticks()) : null;
              late.forEach(one -> one.armed().accept(points, past.ticks()));
            })
        .onComplete(ignored -> ask(symbol));
  }

  private static Past both(Past trades, Past marks) {
    List<Tick> ticks = new ArrayList<>(trades.ticks());
    ticks.addAll(marks.ticks());
    return new Past(ticks, trades.whole() && marks.whole());
  }

  private static List<PricePoint> points(List<Tick> ticks) {
    return ticks.stream()
        .map(
            tick ->
                new PricePoint(
                    tick.kind() == TickKind.MARK ? PriceSource.MARK : PriceSource.LAST,
                    tick.sequence(),
                    tick.price(),
                    tick.priceScale(),
                    tick.exchangeTimeNs(),
                    tick.receivedNs(),
                    tick.recovered()))
        .toList();
  }

  private Future<Past> past(String symbol, SymbolWatch watch, TickKind kind, long sinceNs) {
    if (sinceNs == 0) {
      return Future.succeededFuture(new Past(List.of(), true));
    }
    // The query names the last tick that was seen; one more does no harm.
    HistoryQuery query =
        new HistoryQuery(symbol, kind, HistoryQuery.UNKNOWN, sinceNs - 1, HistoryQuery.NOW);
    return past(watch, query, new ArrayList<>(), 1);
  }

  private Future<Past> past(SymbolWatch watch, HistoryQuery query, List<Tick> found, int round) {
    return history
        .apply(query)
        .compose(
            answer -> {
              found.addAll(answer.ticks());
              boolean isMet =
                  query.kind() == TickKind.TRADE
                      ? watch.evaluator.remembersTrades(answer.rest().sinceNs())
                      : watch.evaluator.remembersMarks(answer.rest().sinceNs());
              boolean mayGoOn = answer.isComplete() ? !isMet : isNobodyLive(answer.missing());
              if (mayGoOn && round < MOST_ROUNDS) {
                return past(watch, answer.rest(), found, round + 1);
              }
              // A candle says less than what is remembered as its high and low.
              boolean isWhole =
                  answer.isComplete()
                      && isMet
                      && found.stream().allMatch(tick -> tick.kind() == query.kind());
              return Future.succeededFuture(new Past(found, isWhole));
            });
  }

  private static boolean isNobodyLive(HistoryGap missing) {
    return missing == HistoryGap.NO_FEED || missing == HistoryGap.NOT_YET_LIVE;
  }
}
