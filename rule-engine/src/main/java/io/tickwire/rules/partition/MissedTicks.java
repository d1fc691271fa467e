package io.tickwire.rules.partition;

import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.vertx.core.Future;
import java.time.Duration;
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
  /** Of asking for the rest of a history whose end the live ticks do not meet. */
  private static final int MOST_ROUNDS = 3;

  private final Partition partition;
  private final CatchUp history;
  private final Surroundings.Ticks live;
  private final Duration within;

  /** From where on to ask next, by symbol and kind. */
  private final Map<String, HistoryQuery> toAsk = new HashMap<>();

  private boolean asking;

  /**
   * @param within how long to try for each question
   */
  MissedTicks(Partition partition, CatchUp history, Surroundings.Ticks live, Duration within) {
    this.partition = partition;
    this.history = history;
    this.live = live;
    this.within = within;
  }

  /** Evaluates what nobody here has seen; completes when it is done or cannot be done in time. */
  Future<Void> catchUp() {
    return catchUp(partition.unseen());
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
      asked.add(catchUp(query, MOST_ROUNDS));
    }
    return Future.join(asked).<Void>mapEmpty().otherwiseEmpty();
  }

  private Future<Void> catchUp(HistoryQuery query, int rounds) {
    return history
        .since(query, within)
        .compose(
            answer -> {
              partition.replay(answer.ticks());
              HistoryReply.LiveFrom from = answer.live();
              return from == null || live.follow(from) || rounds == 1
                  ? Future.succeededFuture()
                  : catchUp(answer.rest(), rounds - 1);
            });
  }
}
