package io.tickwire.rules.partition;

import io.tickwire.rules.book.Rule;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.Transition;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rules of one partition armed as its records stand: what comes new is armed, what ended
 * is disarmed, by whichever way it is heard of first. Confined to the engine's event loop.
 */
final class ArmedRecords {
  private static final Logger log = LoggerFactory.getLogger(ArmedRecords.class);

  private final int partition;
  private final PartitionTools tools;
  private final WatchedSymbols watches;
  private final Resumption resumption;
  private final LiveRecords live = new LiveRecords();
  private final Expiries expiries = new Expiries();
  private final FinishedRecords finished = new FinishedRecords();
  private final Decisions decisions;

  /** Live records whose instrument is not known yet. */
  private final Set<String> unarmed = new HashSet<>();

  ArmedRecords(int partition, PartitionTools tools, WatchedSymbols watches, Resumption resumption) {
    this.partition = partition;
    this.tools = tools;
    this.watches = watches;
    this.resumption = resumption;
    this.decisions = new Decisions(partition, tools, live, this::onOutcome);
  }

  LiveRecords live() {
    return live;
  }

  Decisions decisions() {
    return decisions;
  }

  /** Takes a record as Redis has it, unless a newer version is known. */
  void apply(LiveRule change) {
    StoredRule stored = change.rule();
    if (!change.state().status().isLive() || stored == null) {
      settle(change);
      if (change.state().status() == LiveStatus.FINISHED) {
        finished.tell(change.id());
      }
    } else if (live.put(change)) {
      expect(stored);
      arm(change, stored);
    }
  }

  private void expect(StoredRule stored) {
    Long expiresAt = stored.trigger() == null ? null : stored.trigger().expiresAt();
    if (expiresAt != null) {
      expiries.put(stored.id(), expiresAt);
    }
  }

  private void onOutcome(Transition transition, Outcome outcome) {
    RuleState state = outcome.state();
    if (outcome.isWon() && state != null) {
      tools.announce(partition, transition, state, outcome.siblings());
      settle(new LiveRule(transition.id(), state, null));
    } else {
      tools.metrics().lost();
      log.debug(
          "commit lost partition={} id={} outcome={} state={}",
          partition,
          transition.id(),
          outcome.kind(),
          state);
      // What won comes with the changes; a record that is gone ends here.
      if (state == null) {
        end(transition.id(), Long.MAX_VALUE);
      }
    }
  }

  /** What was committed here holds at once; the changes will say the same. */
  private void settle(LiveRule change) {
    if (!change.state().status().isLive()) {
      end(change.id(), change.state().version());
      return;
    }
    LiveRule now = live.putFired(change);
    StoredRule stored = now == null ? null : now.rule();
    if (now != null && stored != null && stored.trigger() != null) {
      arm(now, stored);
    }
  }

  private void arm(LiveRule record, StoredRule stored) {
    String id = record.id();
    SymbolWatch watch = watches.watch(stored.symbol());
    if (watch == null) {
      unarmed.add(id);
      return;
    }
    unarmed.remove(id);
    watches.own(watch, id);
    try {
      List<Rule> rules =
          Arming.rules(stored, record.state(), watch.ticks).stream()
              .map(rule -> resumption.resumed(rule, stored.waitsSince()))
              .toList();
      if (rules.isEmpty() || stored.position() == null) {
        watch.evaluator.disarm(id);
      }
      decisions.fire(watch, watch.evaluator.arm(rules));
    } catch (ArithmeticException e) {
      log.error("rule cannot be armed partition={} id={} cause={}", partition, id, e.toString());
    }
  }

  private void end(String id, long version) {
    LiveRule ended = live.end(id, version);
    if (ended == null) {
      return;
    }
    expiries.remove(id);
    unarmed.remove(id);
    StoredRule stored = ended.rule();
    SymbolWatch watch = stored == null ? null : watches.find(stored.symbol());
    if (watch != null) {
      watch.evaluator.disarm(id);
      watches.disown(watch, id);
    }
  }

  /** Arms what waited for its instrument. */
  void onInstruments() {
    for (String id : List.copyOf(unarmed)) {
      LiveRule waiting = live.find(id);
      StoredRule stored = waiting == null ? null : waiting.rule();
      if (waiting != null && stored != null) {
        arm(waiting, stored);
      }
    }
  }

  /** Asks Redis to expire what nobody may have seen a tick of since. */
  void expire() {
    for (String id : expiries.due(tools.nowMs())) {
      LiveRule waiting = live.find(id);
      if (waiting != null) {
        decisions.expire(waiting);
      }
    }
  }

  /** Whether that record, which the changes did not bring, was news. */
  boolean take(LiveRule record) {
    Long before = live.versionOf(record.id());
    apply(record);
    return !Objects.equals(before, live.versionOf(record.id()));
  }

  /** Whether that record, which Redis has no more, was still here in that version. */
  boolean forget(String id, long version) {
    if (!Objects.equals(live.versionOf(id), version)) {
      return false;
    }
    end(id, version);
    return true;
  }

  Future<Void> finished(String id, long waitMs) {
    return finished.await(id, waitMs);
  }
}
