package io.tickwire.rules.partition;

import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.RuleStore;
import io.tickwire.rules.store.Transition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decided hits of one partition on their way to Redis, in order: one script call is under way,
 * the others wait behind it. A call that fails is repeated with the same tokens until Redis
 * answers, so nothing is dropped and nothing happens twice. A rule is in it once at most, so it is
 * never longer than the partition has rules; beyond {@value #ALARM} it says so. Confined to the
 * engine's event loop.
 */
final class CommitQueue {
  private static final Logger log = LoggerFactory.getLogger(CommitQueue.class);
  private static final int ALARM = 10_000;
  private static final long FIRST_PAUSE_MS = 50;
  private static final long LONGEST_PAUSE_MS = 2_000;

  private final Vertx vertx;
  private final RuleStore store;
  private final int partition;
  private final BiConsumer<Transition, Outcome> onOutcome;
  private final Deque<Transition> waiting = new ArrayDeque<>();
  private final Map<String, OnItsWay> firing = new HashMap<>();
  private final List<Promise<Void>> drained = new ArrayList<>();
  private boolean underWay;
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
  CommitQueue(
      Vertx vertx, RuleStore store, int partition, BiConsumer<Transition, Outcome> onOutcome) {
    this.vertx = vertx;
    this.store = store;
    this.partition = partition;
    this.onOutcome = onOutcome;
  }

  void add(Transition transition) {
    waiting.add(transition);
    firing.computeIfAbsent(transition.id(), id -> new OnItsWay()).transitions++;
    if (!alarmed && waiting.size() > ALARM) {
      alarmed = true;
      log.warn("commit queue is long partition={} waiting={}", partition, waiting.size());
    }
    next();
  }

  /** Transitions without an outcome. */
  int depth() {
    return waiting.size();
  }

  /** Completes when nothing of that owner is on its way. */
  Future<Void> settled(String id) {
    OnItsWay owner = firing.get(id);
    return owner == null ? Future.succeededFuture() : owner.settled.future();
  }

  /** Completes when it is empty. */
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
    List<Transition> batch = waiting.stream().limit(RuleStore.MAX_BATCH).toList();
    store.commit(partition, batch).onComplete(outcomes -> succeeded(batch, outcomes), this::failed);
  }

  private void succeeded(List<Transition> batch, List<Outcome> outcomes) {
    if (failing) {
      log.info("commits go on partition={} waiting={}", partition, waiting.size());
      failing = false;
    }
    pauseMs = FIRST_PAUSE_MS;
    underWay = false;
    for (int i = 0; i < batch.size(); i++) {
      Transition transition = batch.get(i);
      waiting.remove();
      onOutcome.accept(transition, outcomes.get(i));
      OnItsWay owner = firing.get(transition.id());
      if (owner != null && --owner.transitions == 0) {
        firing.remove(transition.id());
        owner.settled.tryComplete();
      }
    }
    if (waiting.isEmpty()) {
      alarmed = false;
      drained.forEach(Promise::tryComplete);
      drained.clear();
    }
    next();
  }

  private void failed(Throwable failure) {
    if (!failing) {
      log.warn(
          "commits held partition={} waiting={} cause={}",
          partition,
          waiting.size(),
          failure.toString());
      failing = true;
    }
    vertx.setTimer(
        pauseMs,
        ignored -> {
          underWay = false;
          next();
        });
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }
}
