package io.tickwire.rules.partition;

import io.tickwire.rules.evaluation.Hit;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.Transition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Turns the hits of one partition into transitions and sends them to Redis, with what is to be said
 * of each: by whom, when, and whether it is late. Confined to the engine's event loop.
 */
final class Decisions {
  private final PartitionTools tools;
  private final LiveRecords live;
  private final CommitQueue commits;
  private long loadedAtUs;

  /**
   * @param onOutcome called once per transition, in order
   */
  Decisions(
      int partition,
      PartitionTools tools,
      LiveRecords live,
      BiConsumer<Transition, Outcome> onOutcome) {
    this.tools = tools;
    this.live = live;
    this.commits = new CommitQueue(tools, partition, onOutcome);
  }

  /**
   * All records are here.
   *
   * @param yieldMs how long the others that evaluate them have to commit what fired before
   */
  void begin(long yieldMs) {
    loadedAtUs = tools.nowUs();
    commits.holdFor(yieldMs);
  }

  /** What was reached on that symbol fires. */
  void fire(SymbolWatch watch, List<Hit> hits) {
    long nowUs = tools.nowUs();
    List<Transition> fired = new ArrayList<>(hits.size());
    for (Hit hit : hits) {
      LiveRule owner = live.find(hit.rule().ownerId());
      StoredRule stored = owner == null ? null : owner.rule();
      if (owner == null || stored == null) {
        continue; // ended meanwhile; the evaluator fires only what is armed
      }
      Deciding.Times times = new Deciding.Times(nowUs, isLate(stored, hit));
      fired.add(
          tools
              .deciding()
              .fired(owner, stored, hit, watch.ticks.toPrice(hit.thresholdTicks()), times));
      tools.metrics().decided(TimeUnit.MICROSECONDS.toNanos(nowUs) - hit.tick().receivedNs());
    }
    commits.add(fired);
  }

  /** Whether nobody evaluated here when the tick came, though the rule waited already. */
  private boolean isLate(StoredRule stored, Hit hit) {
    return hit.late()
        || (stored.order() < loadedAtUs && hit.tick().receivedNs() / 1_000 < loadedAtUs);
  }

  void expire(LiveRule waiting) {
    commits.add(List.of(Deciding.expired(waiting, tools.nowMs())));
  }

  /** Transitions without an outcome. */
  int waiting() {
    return commits.depth();
  }

  /** Completes when nothing waits but what Redis refuses for good. */
  Future<Void> drained() {
    return commits.drained();
  }

  /** Completes when nothing of that owner is on its way. */
  Future<Void> settled(String id) {
    return commits.settled(id);
  }
}
