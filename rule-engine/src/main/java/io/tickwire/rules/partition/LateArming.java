package io.tickwire.rules.partition;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.ticks.WholeHistory;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistorySource;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.rules.evaluation.PricePoint;
import io.tickwire.rules.store.LiveRule;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Records that an engine hears of so late that it does not hold all ticks that concern them: who
 * was to create them died and somebody else did it later, or their symbol is watched here only now.
 * They wait until a feed has told those ticks; then they are armed, and all of it is played to them
 * in order. Who came promptly waits for no more than what the feeds keep, a matter of milliseconds;
 * the others as long as asking for a history may take. One question per symbol is under way at a
 * time. Confined to the engine's event loop.
 */
final class LateArming {
  private final CatchUp.Telling past;
  private final PartitionTools tools;
  private final long waitMs;
  private final Listener listener;
  private final Map<String, Round> bySymbol = new HashMap<>();
  private final Map<String, LiveRule> waiting = new HashMap<>();

  /** Who arms. */
  interface Listener {
    /** What can be known of the ticks that concern them is known now. */
    void arm(LiveRule record);

    /** They came while another question was under way; it may have told enough. */
    void judge(LiveRule record);

    /** What was told, for whoever has not seen it. */
    void replay(List<Tick> ticks);
  }

  /** What is asked of a symbol, who waits for it, and who came meanwhile. */
  private static final class Round {
    final SymbolWatch watch;
    final LiveRule asked;
    final List<LiveRule> next = new ArrayList<>();
    final Map<HistoryQuery, List<WholeHistory>> answers = new HashMap<>();
    boolean isOver;

    Round(SymbolWatch watch, LiveRule asked) {
      this.watch = watch;
      this.asked = asked;
    }
  }

  /**
   * @param waitMs how long a record waits; what is told after that is evaluated late
   */
  LateArming(CatchUp.Telling past, PartitionTools tools, long waitMs, Listener listener) {
    this.past = past;
    this.tools = tools;
    this.waitMs = waitMs;
    this.listener = listener;
  }

  /** Whether the rules of that record wait for a history. */
  boolean waits(String id) {
    return waiting.containsKey(id);
  }

  /**
   * Asks, unless something is asked of that symbol already.
   *
   * @param queries what is missing; not empty
   */
  void begin(LiveRule record, SymbolWatch watch, List<HistoryQuery> queries) {
    waiting.put(record.id(), record);
    String symbol = queries.get(0).symbol();
    Round underWay = bySymbol.get(symbol);
    if (underWay != null) {
      underWay.next.add(record);
      return;
    }
    if (queries.stream().noneMatch(HistoryQuery::keptOnly)) {
      tools.metrics().armedLate();
    }
    Round round = new Round(watch, record);
    bySymbol.put(symbol, round);
    List<Future<Void>> told = new ArrayList<>(queries.size());
    for (HistoryQuery query : queries) {
      round.answers.put(query, new ArrayList<>());
      told.add(past.tell(query, answer -> take(round, query, answer)));
    }
    tools
        .timers()
        .within(waitMs, Future.join(told))
        .onComplete(
            ignored -> {
              bySymbol.remove(symbol);
              end(round);
            });
  }

  private void take(Round round, HistoryQuery query, WholeHistory answer) {
    if (round.isOver) {
      listener.replay(answer.ticks());
    } else {
      round.answers.computeIfAbsent(query, ignored -> new ArrayList<>()).add(answer);
    }
  }

  private void end(Round round) {
    round.isOver = true;
    round.answers.forEach((query, answers) -> remember(round.watch, query, answers));
    if (waiting.remove(round.asked.id(), round.asked)) {
      listener.arm(round.asked);
    }
    listener.replay(
        round.answers.values().stream()
            .flatMap(List::stream)
            .flatMap(answer -> answer.ticks().stream())
            .sorted(Comparator.comparingLong(Tick::exchangeTimeNs))
            .toList());
    round.answers.keySet().forEach(round.watch::told);
    for (LiveRule record : round.next) {
      if (waiting.remove(record.id(), record)) {
        listener.judge(record);
      }
    }
  }

  /** What lacks something, or does not tell tick by tick, is only replayed. */
  private static void remember(SymbolWatch watch, HistoryQuery query, List<WholeHistory> answers) {
    boolean isWhole =
        !answers.isEmpty()
            && answers.stream().allMatch(answer -> answer.isComplete() && tellsEach(answer));
    if (isWhole) {
      PriceSource source = query.kind() == TickKind.MARK ? PriceSource.MARK : PriceSource.LAST;
      List<PricePoint> ticks =
          answers.stream()
              .flatMap(answer -> answer.ticks().stream())
              .filter(tick -> tick.kind() == query.kind())
              .map(tick -> point(source, tick))
              .toList();
      watch.evaluator.remember(source, ticks, query.sinceNs());
    }
  }

  private static boolean tellsEach(WholeHistory answer) {
    return answer.ticks().isEmpty() || answer.source().compareTo(HistorySource.TRADES) <= 0;
  }

  private static PricePoint point(PriceSource source, Tick tick) {
    return new PricePoint(
        source,
        tick.sequence(),
        tick.price(),
        tick.priceScale(),
        tick.exchangeTimeNs(),
        tick.receivedNs(),
        tick.recovered());
  }
}
