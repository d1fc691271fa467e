package io.tickwire.rules.partition;

import io.tickwire.rules.book.Rule;
import io.tickwire.rules.evaluation.Hit;
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
  private final LateArming late;

  /** Live records whose instrument is not known yet. */
  private final Set<String> unarmed = new HashSet<>();

  /**
   * @param late for those that come later than the ticks that concern them
   */
  ArmedRecords(
      int partition,
      PartitionTools tools,
      WatchedSymbols watches,
      Resumption resumption,
      LateArming late) {
    this.partition = partition;
    this.late = late;
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

  /** What a record is to those who evaluate the partition. */
  private enum News {
    /** It came just now: whatever passed since it was armed has to be made up for. */
    CREATED,
    /** It was there before, and whoever evaluated it has said how far they came. */
    LOADED,
    /** It has been armed here. */
    NONE
  }

  /** Takes a record that was there when the partition was loaded. */
  void load(LiveRule record) {
    take(record, News.LOADED);
  }

  /** Takes a record as Redis has it, unless a newer version is known. */
  void apply(LiveRule change) {
    take(change, News.CREATED);
  }

  private void take(LiveRule change, News unknown) {
    StoredRule stored = change.rule();
    if (!change.state().status().isLive() || stored == null) {
      settle(change);
      if (change.state().status() == LiveStatus.FINISHED) {
        finished.tell(change.id());
      }
      return;
    }
    StoredRule known = live.document(change.id());
    if (live.put(change)) {
      expect(stored);
      boolean isNews = known == null || known.armedAtNs() < stored.armedAtNs();
      arm(change, stored, isNews ? unknown : News.NONE);
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
      arm(now, stored, News.NONE);
    }
  }

  private void arm(LiveRule record, StoredRule stored, News news) {
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
              .map(resumption::resumed)
              .toList();
      if (rules.isEmpty() || stored.position() == null) {
        watch.evaluator.disarm(id);
      }
      switch (news) {
        case CREATED -> armCreated(record, watch, rules);
        case LOADED -> armLoaded(watch, rules);
        case NONE -> decisions.fire(watch, watch.evaluator.arm(rules));
      }
    } catch (ArithmeticException e) {
      log.error("rule cannot be armed partition={} id={} cause={}", partition, id, e.toString());
    }
  }

  private void armCreated(LiveRule record, SymbolWatch watch, List<Rule> rules) {
    if (late.isLate(watch, rules)) {
      armLate(record, watch, rules);
      return;
    }
    decisions.fire(watch, watch.evaluator.arm(rules));
    if (!watch.hasHeard()) {
      late.replay(watch, rules);
    }
  }

  private void armLoaded(SymbolWatch watch, List<Rule> rules) {
    decisions.fire(watch, watch.evaluator.arm(rules));
    if (LateArming.isLateAfterLoad(watch, rules)) {
      late.replay(watch, rules);
    }
  }

  private void armLate(LiveRule record, SymbolWatch watch, List<Rule> rules) {
    late.arm(
        watch,
        rules,
        older -> {
          if (Objects.equals(live.versionOf(record.id()), record.state().version())
              && watches.find(watch.symbol) == watch) {
            List<Hit> hits = watch.evaluator.arm(rules, older);
            if (older == null) {
              decisions.fireAfterOthers(watch, hits);
            } else {
              decisions.fire(watch, hits);
            }
          }
        });
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
        arm(waiting, stored, News.LOADED);
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
