package io.tickwire.rules.partition;

import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.Tick;
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
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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
  private final FinishedRecords finished;
  private final Decisions decisions;
  private final LateArming late;
  private final BiConsumer<String, RuleState> doubt;

  /** Live records whose instrument is not known yet. */
  private final Set<String> unarmed = new HashSet<>();

  /** Live records that were not heard of as others were, until they are armed with all there is. */
  private final Set<String> unheard = new HashSet<>();

  /**
   * @param past asked for ticks that concern a rule which comes late
   * @param waitMs how long such a rule waits for them
   * @param replay evaluates what was told then
   * @param doubt told of a record that stands otherwise here than in an answer
   */
  ArmedRecords(
      int partition,
      PartitionTools tools,
      WatchedSymbols watches,
      Resumption resumption,
      CatchUp.Telling past,
      long waitMs,
      Consumer<List<Tick>> replay,
      BiConsumer<String, RuleState> doubt) {
    this.partition = partition;
    this.doubt = doubt;
    this.tools = tools;
    this.watches = watches;
    this.resumption = resumption;
    this.finished = new FinishedRecords(tools.timers());
    this.decisions = new Decisions(partition, tools, live, this::onOutcome);
    this.late = new LateArming(past, tools, waitMs, new Late(replay));
  }

  private final class Late implements LateArming.Listener {
    private final Consumer<List<Tick>> replay;

    Late(Consumer<List<Tick>> replay) {
      this.replay = replay;
    }

    @Override
    public void arm(LiveRule record) {
      armLate(record, EarlierTicks.TOLD);
    }

    @Override
    public void judge(LiveRule record) {
      boolean isUnheard = unheard.contains(record.id());
      armLate(record, isUnheard ? EarlierTicks.UNHEARD : EarlierTicks.TOLD_TO_OTHERS);
    }

    @Override
    public void replay(List<Tick> ticks) {
      replay.accept(ticks);
    }
  }

  /** Arms a record that had to wait as it stands now, unless another document took its place. */
  private void armLate(LiveRule waited, EarlierTicks before) {
    LiveRule now = live.find(waited.id());
    StoredRule stored = now == null ? null : now.rule();
    if (now != null && stored != null && now.state().rules() == waited.state().rules()) {
      expect(stored);
      arm(now, stored, before);
    }
    heard(waited.id());
  }

  /** Unless it waits on, it is armed with all there is, or gone. */
  private void heard(String id) {
    if (!late.waits(id)) {
      unheard.remove(id);
    }
  }

  LiveRecords live() {
    return live;
  }

  Decisions decisions() {
    return decisions;
  }

  /** Takes a record as Redis has it, unless a newer version is known. */
  void apply(LiveRule change) {
    apply(change, EarlierTicks.HEARD);
  }

  private void apply(LiveRule change, EarlierTicks before) {
    StoredRule stored = change.rule();
    if (!change.state().status().isLive() || stored == null) {
      settle(change);
      if (change.state().status() == LiveStatus.FINISHED) {
        finished.tell(change.id());
      }
    } else if (live.put(change)) {
      expect(stored);
      arm(change, stored, before);
    } else if (isOtherVersion(change)) {
      doubt.accept(change.id(), change.state());
    }
  }

  /** Redis has forgotten the version that is known here, and given its number to this one. */
  private boolean isOtherVersion(LiveRule change) {
    RuleState known = live.stateOf(change.id());
    return known != null
        && known.version() == change.state().version()
        && !known.equals(change.state());
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
      lost(transition.id(), state);
    }
  }

  /**
   * Somebody else won, so this rule is spent here, and what he made of the record holds at once:
   * Redis might forget it before the changes say so. What cannot be told from the state is read.
   *
   * @param state null when the record is gone
   */
  private void lost(String id, @Nullable RuleState state) {
    if (state == null) {
      end(id, Long.MAX_VALUE);
      return;
    }
    settle(new LiveRule(id, state, null));
    RuleState known = live.stateOf(id);
    if (known != null && !known.equals(state)) {
      doubt.accept(id, state);
    }
  }

  /** What was committed holds at once; the changes will say the same. */
  private void settle(LiveRule change) {
    if (!change.state().status().isLive()) {
      end(change.id(), change.state().version());
      return;
    }
    LiveRule now = live.putFired(change);
    StoredRule stored = now == null ? null : now.rule();
    if (now != null && stored != null && stored.trigger() != null) {
      arm(now, stored, EarlierTicks.HEARD);
    }
  }

  private void arm(LiveRule record, StoredRule stored, EarlierTicks before) {
    String id = record.id();
    SymbolWatch watch = watches.watch(stored.symbol());
    if (watch == null) {
      unarmed.add(id);
      return;
    }
    unarmed.remove(id);
    watches.own(watch, id);
    try {
      List<Rule> rules = Arming.rules(stored, record.state(), watch.ticks);
      List<HistoryQuery> unseen = before.unseen(record, stored, watch, rules);
      if (unseen.isEmpty()) {
        arm(watch, stored, rules, before);
      } else {
        late.begin(record, watch, unseen);
      }
    } catch (ArithmeticException e) {
      log.error("rule cannot be armed partition={} id={} cause={}", partition, id, e.toString());
    }
  }

  private void arm(SymbolWatch watch, StoredRule stored, List<Rule> fresh, EarlierTicks before) {
    // All its ticks are played to it when they were told: it begins where it was armed.
    boolean isPlayedWhole =
        before != EarlierTicks.HEARD
            && fresh.stream()
                .filter(rule -> !EarlierTicks.wasThereBefore(stored, rule))
                .allMatch(watch.evaluator::holdsAllOf);
    List<Rule> rules =
        isPlayedWhole
            ? fresh
            : fresh.stream().map(rule -> resumption.resumed(rule, stored.waitsSince())).toList();
    if (rules.isEmpty() || stored.position() == null) {
      watch.evaluator.disarm(stored.id());
    }
    decisions.fire(watch, watch.evaluator.arm(rules));
  }

  private void end(String id, long version) {
    LiveRule ended = live.end(id, version);
    if (ended == null) {
      return;
    }
    expiries.remove(id);
    unarmed.remove(id);
    unheard.remove(id);
    StoredRule stored = ended.rule();
    SymbolWatch watch = stored == null ? null : watches.find(stored.symbol());
    if (stored != null && watch != null) {
      watch.evaluator.disarm(id);
      watches.disown(watch, id, opens(stored));
    }
  }

  private static boolean opens(StoredRule stored) {
    return stored.trigger() != null && stored.trigger().action().open() != null;
  }

  /** Arms what waited for its instrument, if anything did and there is one now. */
  boolean onInstruments() {
    int before = unarmed.size();
    for (String id : List.copyOf(unarmed)) {
      LiveRule waiting = live.find(id);
      StoredRule stored = waiting == null ? null : waiting.rule();
      if (waiting != null && stored != null) {
        arm(waiting, stored, EarlierTicks.HEARD);
      }
    }
    return unarmed.size() < before;
  }

  /** Whether that version, or a newer one, is armed with all ticks that concern it. */
  boolean isArmed(String id, long version) {
    Long known = live.versionOf(id);
    return known != null && known >= version && !unarmed.contains(id) && !late.waits(id);
  }

  /**
   * Asks Redis to expire what nobody may have seen a tick of since.
   *
   * @param isToldMore whether ticks of that symbol are still to be told
   */
  void expire(Predicate<String> isToldMore) {
    Predicate<String> waits =
        id -> {
          LiveRule record = live.find(id);
          StoredRule stored = record == null ? null : record.rule();
          return stored != null && isToldMore.test(stored.symbol());
        };
    for (String id : expiries.due(tools.nowMs(), waits)) {
      LiveRule waiting = live.find(id);
      if (waiting != null && !late.waits(id)) {
        decisions.expire(waiting);
      }
    }
  }

  /** Whether that record, which the changes did not bring, was news. */
  boolean take(LiveRule record) {
    RuleState before = live.stateOf(record.id());
    takeUnheard(record);
    return !Objects.equals(before, live.stateOf(record.id()));
  }

  /**
   * Takes a record as Redis has it, which has forgotten what came later; null when it has none.
   *
   * @return false when the record does not stand here any more as it was forgotten
   */
  boolean goBack(String id, RuleState forgotten, @Nullable LiveRule now) {
    if (!forgotten.equals(live.stateOf(id))) {
      return false;
    }
    end(id, forgotten.version());
    if (now != null) {
      takeUnheard(now);
    }
    return true;
  }

  /** Ticks were evaluated for what was known of it before, if anything was. */
  private void takeUnheard(LiveRule record) {
    unheard.add(record.id());
    apply(record, EarlierTicks.UNHEARD);
    heard(record.id());
  }

  /** Whether a record waits for ticks that count as evaluated. */
  boolean holdsUnheard() {
    return !unheard.isEmpty();
  }

  Future<Void> finished(String id, long waitMs) {
    return finished.await(id, waitMs);
  }
}
