package io.tickwire.rules.partition;

import io.tickwire.common.market.PriceSource;
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
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rules of one partition armed as its records stand: what comes new is armed, what ended
 * is disarmed, by whichever way it is heard of first. Confined to the engine's event loop.
 */
final class ArmedRecords {
  private static final Logger log = LoggerFactory.getLogger(ArmedRecords.class);

  /** Live so soon after its acceptance, it must not wait for what others would have to fetch. */
  private static final long PROMPT_US = 2_000_000;

  private final int partition;
  private final PartitionTools tools;
  private final WatchedSymbols watches;
  private final Resumption resumption;
  private final LiveRecords live = new LiveRecords();
  private final Expiries expiries = new Expiries();
  private final FinishedRecords finished;
  private final Decisions decisions;
  private final LateArming late;

  /** Live records whose instrument is not known yet. */
  private final Set<String> unarmed = new HashSet<>();

  /**
   * @param past asked for ticks that concern a rule which comes late
   * @param waitMs how long such a rule waits for them
   * @param replay evaluates what was told then
   */
  ArmedRecords(
      int partition,
      PartitionTools tools,
      WatchedSymbols watches,
      Resumption resumption,
      CatchUp.Telling past,
      long waitMs,
      Consumer<List<Tick>> replay) {
    this.partition = partition;
    this.tools = tools;
    this.watches = watches;
    this.resumption = resumption;
    this.finished = new FinishedRecords(tools.timers());
    this.decisions = new Decisions(partition, tools, live, this::onOutcome);
    this.late = new LateArming(past, tools, waitMs, new Late(replay));
  }

  /** Where the ticks are from that came before a record. */
  private enum Ticks {
    /** What came while this engine was there, and what is asked for after a load. */
    HEARD,
    /** Others were asked for, for another record. */
    TOLD_TO_OTHERS,
    /** They were asked for: there are no more. */
    TOLD
  }

  private final class Late implements LateArming.Listener {
    private final Consumer<List<Tick>> replay;

    Late(Consumer<List<Tick>> replay) {
      this.replay = replay;
    }

    @Override
    public void arm(LiveRule record) {
      armLate(record, Ticks.TOLD);
    }

    @Override
    public void judge(LiveRule record) {
      armLate(record, Ticks.TOLD_TO_OTHERS);
    }

    @Override
    public void replay(List<Tick> ticks) {
      replay.accept(ticks);
    }
  }

  /** Arms a record that had to wait as it stands now, unless another document took its place. */
  private void armLate(LiveRule waited, Ticks before) {
    LiveRule now = live.find(waited.id());
    StoredRule stored = now == null ? null : now.rule();
    if (now != null && stored != null && now.state().rules() == waited.state().rules()) {
      expect(stored);
      arm(now, stored, before);
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
    StoredRule stored = change.rule();
    if (!change.state().status().isLive() || stored == null) {
      settle(change);
      if (change.state().status() == LiveStatus.FINISHED) {
        finished.tell(change.id());
      }
    } else if (live.put(change)) {
      expect(stored);
      arm(change, stored, Ticks.HEARD);
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
      arm(now, stored, Ticks.HEARD);
    }
  }

  private void arm(LiveRule record, StoredRule stored, Ticks before) {
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
      List<HistoryQuery> unseen =
          before == Ticks.TOLD ? List.of() : unseen(record, stored, watch, rules, before);
      if (unseen.isEmpty()) {
        arm(watch, stored, rules, before);
      } else {
        late.begin(record, watch, unseen);
      }
    } catch (ArithmeticException e) {
      log.error("rule cannot be armed partition={} id={} cause={}", partition, id, e.toString());
    }
  }

  /**
   * Ticks that concern it and that are not held here, while nobody else has evaluated them for it
   * either. What has fired or goes on from an earlier version has been evaluated.
   */
  private static List<HistoryQuery> unseen(
      LiveRule record, StoredRule stored, SymbolWatch watch, List<Rule> rules, Ticks before) {
    boolean isNew =
        before == Ticks.TOLD_TO_OTHERS
            || (record.state().isAsWritten() && stored.goesOnFrom() == null);
    if (!isNew) {
      return List.of();
    }
    List<Rule> sinceKnown = rules.stream().filter(rule -> isTimeKnown(stored, rule)).toList();
    boolean isPrompt = record.state().committedUs() < stored.acceptedUs() + PROMPT_US;
    return watch.unseenBy(stored.symbol(), sinceKnown, record.state().committedUs(), isPrompt);
  }

  /** Where no price was known, a rule waits since a time that is only about right. */
  private static boolean isTimeKnown(StoredRule stored, Rule rule) {
    if (stored.trigger() != null) {
      return stored.armedPrice() != null;
    }
    return rule.source() != PriceSource.MARK || stored.marksSinceNs() != null;
  }

  private void arm(SymbolWatch watch, StoredRule stored, List<Rule> fresh, Ticks before) {
    // All its ticks are played to it when they were told: it begins where it was armed.
    boolean isPlayedWhole =
        before != Ticks.HEARD && fresh.stream().allMatch(watch.evaluator::holdsAllOf);
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
        arm(waiting, stored, Ticks.HEARD);
      }
    }
    return unarmed.size() < before;
  }

  /** Whether that version, or a newer one, is armed with all ticks that concern it. */
  boolean isArmed(String id, long version) {
    Long known = live.versionOf(id);
    return known != null && known >= version && !unarmed.contains(id) && !late.waits(id);
  }

  /** Asks Redis to expire what nobody may have seen a tick of since. */
  void expire() {
    for (String id : expiries.due(tools.nowMs())) {
      LiveRule waiting = live.find(id);
      if (waiting != null && !late.waits(id)) {
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
