package io.tickwire.rules.partition;

import io.tickwire.common.ticks.WholeHistory;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.rules.telemetry.EngineMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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

  private final Surroundings.Past history;
  private final EngineMetrics metrics;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int underWay;

  CatchUp(Surroundings.Past history, EngineMetrics metrics) {
    this.history = history;
    this.metrics = metrics;
  }

  /**
   * Never fails; what could not be had within that time is said in the answer, logged and counted.
   */
  Future<WholeHistory> since(HistoryQuery query, Duration within) {
    Promise<WholeHistory> promise = Promise.promise();
    waiting.add(() -> ask(query, within, promise));
    next();
    return promise.future();
  }

  private void next() {
    while (underWay < AT_ONCE && !waiting.isEmpty()) {
      underWay++;
      waiting.remove().run();
    }
  }

  private void ask(HistoryQuery query, Duration within, Promise<WholeHistory> promise) {
    history
        .since(query, within)
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
