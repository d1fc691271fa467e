package io.tickwire.rules.partition;

import io.tickwire.common.redis.RedisTrouble;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.PartitionStore;
import io.tickwire.rules.store.RuleStore;
import io.tickwire.rules.store.Transition;
import io.tickwire.rules.telemetry.EngineMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decided hits of one partition on their way to Redis, in order: one script call is under way,
 * the others wait behind it. A call that fails is repeated with the same tokens until Redis
 * answers, so nothing is dropped and nothing happens twice. A rule is in it once at most, so it is
 * never longer than the partition has rules; beyond {@value #ALARM} it says so.
 *
 * <p>A call that Redis refuses for good, {@value #TRIES} times, is taken apart: its hits go one by
 * one, and one that is refused again is parked. It holds nobody up any more and is tried every
 * {@value #PARKED_RETRY_MS} ms until somebody has repaired what is wrong, as dropping it would drop
 * a stop. Confined to the engine's event loop.
 */
final class CommitQueue {
  private static final Logger log = LoggerFactory.getLogger(CommitQueue.class);
  private static final int ALARM = 10_000;

  /** From here on throughput counts for more than the next ones' latency. */
  static final int LONG = 1_000;

  private static final long FIRST_PAUSE_MS = 50;
  private static final long LONGEST_PAUSE_MS = 1_000;
  private static final int TRIES = 3;
  private static final long PARKED_RETRY_MS = 5_000;

  private final Timers timers;
  private final PartitionStore store;
  private final EngineMetrics metrics;
  private final int partition;
  private final BiConsumer<Transition, Outcome> onOutcome;
  private final Deque<Transition> waiting = new ArrayDeque<>();
  private final Map<String, OnItsWay> firing = new HashMap<>();
  private final List<Promise<Void>> drained = new ArrayList<>();
  private final Map<String, Transition> parked = new LinkedHashMap<>();
  private boolean underWay;
  private boolean retrying;
  private int refusals;

  /** How many at the head were in a call that was refused. */
  private int suspects;

  private boolean failing;
  private boolean alarmed;
  private long pauseMs = FIRST_PAUSE_MS;

  /** The transitions of one owner: several when a tick reaches several of its targets. */
  private static final class OnItsWay {
    final Promise<Void> settled = Promise.promise();
    int transitions;
  }

  /**
   * @param onOutcome called once per transition, in order
   */
  CommitQueue(PartitionTools tools, int partition, BiConsumer<Transition, Outcome> onOutcome) {
    this.timers = tools.timers();
    this.store = tools.store();
    this.metrics = tools.metrics();
    this.partition = partition;
    this.onOutcome = onOutcome;
  }

  /** Those of one evaluation: they go together, as far as a call holds. */
  void add(List<Transition> transitions) {
    for (Transition transition : transitions) {
      waiting.add(transition);
      firing.computeIfAbsent(transition.id(), id -> new OnItsWay()).transitions++;
    }
    if (!alarmed && waiting.size() > ALARM) {
      alarmed = true;
      log.warn("commit queue is long partition={} waiting={}", partition, waiting.size());
    }
    next();
  }

  /** Sends nothing for so long; for a queue that is new. */
  void holdFor(long holdMs) {
    if (holdMs > 0) {
      underWay = true;
      timers.after(holdMs, () -> afterPause());
    }
  }

  private void afterPause() {
    underWay = false;
    next();
  }

  /** Transitions without an outcome. */
  int depth() {
    return waiting.size() + parked.size();
  }

  /** Completes when nothing of that owner is on its way. */
  Future<Void> settled(String id) {
    OnItsWay owner = firing.get(id);
    return owner == null ? Future.succeededFuture() : owner.settled.future();
  }

  /** Completes when nothing waits but what is parked. */
  Future<Void> drained() {
    if (waiting.isEmpty()) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    drained.add(promise);
    return promise.future();
  }

  private void next() {
    if (underWay || waiting.isEmpty()) {
      return;
    }
    underWay = true;
    List<Transition> batch = batch();
    store
        .commit(partition, batch)
        .onComplete(
            outcomes -> succeeded(batch, outcomes), failure -> failed(batch.size(), failure));
  }

  /**
   * The first that wait. Hits of one record are not parted: whoever loads it between two calls
   * would take what the first has decided for all that had fired.
   */
  private List<Transition> batch() {
    int most = most(suspects, waiting.size());
    List<Transition> batch = new ArrayList<>(Math.min(most, waiting.size()));
    for (Transition next : waiting) {
      boolean isFull = batch.size() >= most;
      if (isFull && (suspects > 0 || !next.id().equals(batch.get(batch.size() - 1).id()))) {
        break;
      }
      batch.add(next);
    }
    return batch;
  }

  /** How many go into the next call. */
  static int most(int suspects, int waiting) {
    if (suspects > 0) {
      return 1;
    }
    return waiting > LONG ? RuleStore.LONG_BATCH : RuleStore.MAX_BATCH;
  }

  private void succeeded(List<Transition> batch, List<Outcome> outcomes) {
    if (failing) {
      log.info("commits go on partition={} waiting={}", partition, waiting.size());
      failing = false;
    }
    pauseMs = FIRST_PAUSE_MS;
    refusals = 0;
    for (int i = 0; i < batch.size(); i++) {
      Transition transition = takeFirst();
      onOutcome.accept(transition, outcomes.get(i));
      settle(transition);
    }
    // What an outcome makes fire waits behind all that have theirs now.
    underWay = false;
    goOn();
  }

  private Transition takeFirst() {
    suspects = Math.max(0, suspects - 1);
    return waiting.remove();
  }

  private void settle(Transition transition) {
    OnItsWay owner = firing.get(transition.id());
    if (owner != null && --owner.transitions == 0) {
      firing.remove(transition.id());
      owner.settled.tryComplete();
    }
  }

  private void goOn() {
    if (waiting.isEmpty()) {
      alarmed = false;
      drained.forEach(Promise::tryComplete);
      drained.clear();
    }
    next();
  }

  private void failed(int batch, Throwable failure) {
    if (RedisTrouble.of(failure).isPermanent() && ++refusals >= (suspects > 0 ? 1 : TRIES)) {
      underWay = false;
      refusals = 0;
      refused(batch, failure);
      return;
    }
    if (!failing) {
      log.warn(
          "commits held partition={} waiting={} cause={}",
          partition,
          waiting.size(),
          failure.toString());
      failing = true;
    }
    timers.after(pauseMs, () -> afterPause());
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }

  private void refused(int batch, Throwable failure) {
    if (batch > 1) {
      suspects = batch;
      next();
      return;
    }
    Transition poisoned = takeFirst();
    parked.put(poisoned.id(), poisoned);
    metrics.parked();
    log.error(
        "commit parked partition={} id={} cause={}", partition, poisoned.id(), failure.toString());
    settle(poisoned);
    retryLater();
    goOn();
  }

  private void retryLater() {
    if (!retrying && !parked.isEmpty()) {
      retrying = true;
      timers.after(PARKED_RETRY_MS, () -> retry(List.copyOf(parked.values()), 0));
    }
  }

  /** Each in a call of its own, one after the other. */
  private void retry(List<Transition> all, int index) {
    if (index == all.size()) {
      retrying = false;
      retryLater();
      return;
    }
    Transition transition = all.get(index);
    store
        .commit(partition, List.of(transition))
        .onComplete(
            outcomes -> {
              // A newer hit of the same owner may have taken its place meanwhile.
              parked.remove(transition.id(), transition);
              log.info("parked commit decided partition={} id={}", partition, transition.id());
              onOutcome.accept(transition, outcomes.get(0));
              retry(all, index + 1);
            },
            failure -> retry(all, index + 1));
  }
}
