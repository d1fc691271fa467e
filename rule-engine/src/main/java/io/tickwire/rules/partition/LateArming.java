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
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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

  /** A rule is seldom longer on its way to the engines. */
  private static final long ON_ITS_WAY_NS = TimeUnit.MINUTES.toNanos(2);

  private final Function<HistoryQuery, Future<WholeHistory>> history;
  private final Consumer<List<Tick>> replay;
  private final BooleanSupplier isCatchingUp;
  private final Map<String, List<Late>> waiting = new HashMap<>();
  private final Set<String> asking = new HashSet<>();

  /**
   * @param armed called with what to play to the rules, null when it is not all there; null when
   *     they are armed already
   */
  private record Late(
      SymbolWatch watch, List<Rule> rules, @Nullable Consumer<@Nullable List<PricePoint>> armed) {}

  /** What the answers held; whole when nothing lacks up to what is remembered. */
  private record Past(List<Tick> ticks, boolean whole) {}

  /**
   * @param history never fails and takes a bounded time
   * @param replay evaluates ticks that may have been missed
   * @param isCatchingUp while that is so, what is remembered has a hole
   */
  LateArming(
      Function<HistoryQuery, Future<WholeHistory>> history,
      Consumer<List<Tick>> replay,
      BooleanSupplier isCatchingUp) {
    this.history = history;
    this.isCatchingUp = isCatchingUp;
    this.replay = replay;
  }

  /** Whether ticks that concern the rules may have come and are not remembered here. */
  boolean isLate(SymbolWatch watch, List<Rule> rules) {
    long tradesNs = sinceNs(rules, PriceSource.LAST);
    long marksNs = sinceNs(rules, PriceSource.MARK);
    return (isCatchingUp.getAsBoolean() && tradesNs + marksNs > 0)
        || isForgotten(watch, tradesNs, marksNs);
  }

  private static boolean isForgotten(SymbolWatch watch, long tradesNs, long marksNs) {
    return (tradesNs > 0 && !watch.evaluator.remembersTrades(tradesNs))
        || (marksNs > 0 && !watch.evaluator.remembersMarks(marksNs));
  }

  /**
   * The same after a load, whatever came before the moment it goes on from being forgotten: only
   * those armed so shortly before that nobody may have known them then.
   */
  static boolean isLateAfterLoad(SymbolWatch watch, List<Rule> rules) {
    long tradesNs = sinceNs(rules, PriceSource.LAST);
    long marksNs = sinceNs(rules, PriceSource.MARK);
    return Math.max(tradesNs, marksNs) > watch.newestNs() - ON_ITS_WAY_NS
        && isForgotten(watch, tradesNs, marksNs);
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
   * Has the rules wait until what came before is known.
   *
   * @param rules of one owner
   * @param armed arms them, called once: with what to play to them, null when it is not all there
   */
  void arm(SymbolWatch watch, List<Rule> rules, Consumer<@Nullable List<PricePoint>> armed) {
    add(new Late(watch, rules, armed));
  }

  /**
   * Fetches what may have passed rules that are armed already, and evaluates it: what has been
   * evaluated before fires nothing again.
   */
  void replay(SymbolWatch watch, List<Rule> rules) {
    add(new Late(watch, rules, null));
  }

  private void add(Late late) {
    String symbol = late.watch().symbol;
    waiting.computeIfAbsent(symbol, ignored -> new ArrayList<>()).add(late);
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
    past(late.get(0).watch(), rules)
        .onSuccess(past -> tell(symbol, late, past))
        .onComplete(ignored -> ask(symbol));
  }

  private void tell(String symbol, List<Late> late, Past past) {
    log.info(
        "late rules met symbol={} owners={} ticks={} whole={}",
        symbol,
        late.size(),
        past.ticks().size(),
        past.whole());
    List<PricePoint> older = past.whole() ? points(past.ticks()) : null;
    boolean mustReplay = older == null;
    for (Late one : late) {
      Consumer<@Nullable List<PricePoint>> armed = one.armed();
      if (armed == null) {
        mustReplay = true;
      } else {
        armed.accept(older);
      }
    }
    if (mustReplay) {
      replay.accept(past.ticks());
    }
  }

  private Future<Past> past(SymbolWatch watch, List<Rule> rules) {
    return past(watch, TickKind.TRADE, sinceNs(rules, PriceSource.LAST))
        .compose(
            trades ->
                past(watch, TickKind.MARK, sinceNs(rules, PriceSource.MARK))
                    .map(marks -> both(trades, marks)));
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

  private Future<Past> past(SymbolWatch watch, TickKind kind, long sinceNs) {
    if (sinceNs == 0) {
      return Future.succeededFuture(new Past(List.of(), true));
    }
    // The query names the last tick that was seen; one more does no harm.
    HistoryQuery query =
        new HistoryQuery(watch.symbol, kind, HistoryQuery.UNKNOWN, sinceNs - 1, HistoryQuery.NOW);
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
