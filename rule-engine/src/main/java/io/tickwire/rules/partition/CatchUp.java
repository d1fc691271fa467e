package io.tickwire.rules.partition;

import io.tickwire.common.ticks.WholeHistory;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.rules.telemetry.EngineMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the feeds for what an engine has not seen, a bounded number of questions at a time. Confined
 * to the engine's event loop.
 */
final class CatchUp {
  private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

  /** Together they hold the feeds up for a few milliseconds. */
  private static final int AT_ONCE = 16;

  /** For what the venue has to tell: who waits for it sets a limit to that himself. */
  private static final Duration ASKED_FOR = Duration.ofSeconds(30);

  /** What a feed keeps it tells in a millisecond or two; a rule waits for it. */
  private static final Duration KEPT_WITHIN = Duration.ofMillis(250);

  /** Of asking for the rest of a history whose end the live ticks do not meet. */
  private static final int MOST_ROUNDS = 3;

  /** Tells a partition what came before; answers come one after the other. */
  @FunctionalInterface
  interface Telling {
    /**
     * @return completes when live ticks follow, or no more can be had in time
     */
    Future<Void> tell(HistoryQuery query, Consumer<WholeHistory> to);
  }

  private final Surroundings.Past history;
  private final EngineMetrics metrics;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int underWay;

  CatchUp(Surroundings.Past history, EngineMetrics metrics) {
    this.history = history;
    this.metrics = metrics;
  }

  /**
   * Asks until live ticks follow what was told.
   *
   * @param to given each answer
   */
  Future<Void> tell(HistoryQuery query, Surroundings.Ticks live, Consumer<WholeHistory> to) {
    return tell(query, live, to, MOST_ROUNDS);
  }

  private Future<Void> tell(
      HistoryQuery query, Surroundings.Ticks live, Consumer<WholeHistory> to, int rounds) {
    return since(query)
        .compose(
            answer -> {
              to.accept(answer);
              HistoryReply.LiveFrom from = answer.live();
              return from == null || live.follow(from) || rounds == 1
                  ? Future.succeededFuture()
                  : tell(answer.rest(), live, to, rounds - 1);
            });
  }

  /**
   * Never fails; what could not be had in time is said in the answer, logged and counted. What is
   * kept is asked for beside the others, and it is no news that it is not kept.
   */
  private Future<WholeHistory> since(HistoryQuery query) {
    if (query.keptOnly()) {
      return history.since(query, KEPT_WITHIN);
    }
    Promise<WholeHistory> promise = Promise.promise();
    waiting.add(() -> ask(query, promise));
    next();
    return promise.future();
  }

  private void next() {
    while (underWay < AT_ONCE && !waiting.isEmpty()) {
      underWay++;
      waiting.remove().run();
    }
  }

  private void ask(HistoryQuery query, Promise<WholeHistory> promise) {
    history
        .since(query, ASKED_FOR)
        .onComplete(
            answer -> {
              underWay--;
              if (!answer.isComplete()) {
                log.warn(
                    "history incomplete symbol={} kind={} missing={} reason={}",
                    query.symbol(),
                    query.kind(),
                    answer.missing(),
                    answer.reason());
                metrics.historyMissing();
              }
              promise.complete(answer);
              next();
            },
            failure -> {
              underWay--;
              promise.fail(failure);
              next();
            });
  }
}
