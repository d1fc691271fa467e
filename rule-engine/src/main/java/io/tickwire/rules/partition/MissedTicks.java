package io.tickwire.rules.partition;

import io.tickwire.common.wire.HistoryQuery;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gets a partition what it has not seen: before it goes live, and whenever frames were lost. One
 * round of questions is under way at a time; what is lost meanwhile is asked for in the next.
 * Confined to the engine's event loop.
 */
final class MissedTicks {
  private final Partition partition;
  private final CatchUp.Telling history;

  /** From where on to ask next, by symbol and kind. */
  private final Map<String, HistoryQuery> toAsk = new HashMap<>();

  /** How many questions are under way, by symbol. */
  private final Map<String, Integer> underWay = new HashMap<>();

  private boolean asking;

  MissedTicks(Partition partition, CatchUp.Telling history) {
    this.partition = partition;
    this.history = history;
  }

  /** Evaluates what nobody here has seen; completes when it is done or cannot be done in time. */
  Future<Void> catchUp() {
    return catchUp(partition.unseen());
  }

  /** Whether something of that symbol is still to be told. */
  boolean isAsking(String symbol) {
    return underWay.containsKey(symbol)
        || toAsk.values().stream().anyMatch(query -> query.symbol().equals(symbol));
  }

  /** Frames were lost: asks for what they held. */
  void ask() {
    for (HistoryQuery query : partition.unseen()) {
      toAsk.putIfAbsent(query.symbol() + ' ' + query.kind(), query);
    }
    if (!asking) {
      askNext();
    }
  }

  private void askNext() {
    List<HistoryQuery> queries = List.copyOf(toAsk.values());
    toAsk.clear();
    asking = !queries.isEmpty();
    if (asking) {
      catchUp(queries).onComplete(ignored -> askNext());
    }
  }

  private Future<Void> catchUp(List<HistoryQuery> queries) {
    List<Future<Void>> asked = new ArrayList<>();
    for (HistoryQuery query : queries) {
      asked.add(ask(query));
    }
    return Future.join(asked).<Void>mapEmpty().otherwiseEmpty();
  }

  private Future<Void> ask(HistoryQuery query) {
    String symbol = query.symbol();
    underWay.merge(symbol, 1, Integer::sum);
    return history
        .tell(query, answer -> partition.replay(answer.ticks()))
        .onComplete(
            ignored -> underWay.computeIfPresent(symbol, (same, n) -> n == 1 ? null : n - 1));
  }
}
