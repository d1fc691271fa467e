package io.tickwire.rules.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.market.FundingSchedule;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.ticks.WholeHistory;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.HistoryGap;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistorySource;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionChange;
import io.tickwire.common.wire.TakeProfit;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickFrameBuilder;
import io.tickwire.common.wire.TickKind;
import io.tickwire.common.wire.TrailingStop;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerAction;
import io.tickwire.rules.accounting.FundingTimes;
import io.tickwire.rules.evaluation.Checkpoint;
import io.tickwire.rules.evaluation.PricePoint;
import io.tickwire.rules.samples.SamplePosition;
import io.tickwire.rules.samples.SampleTrigger;
import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.CheckpointText;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.RecordStates;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.Transition;
import io.tickwire.rules.telemetry.EngineMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A partition on its own: what it asks the store to commit. */
class PartitionTest {
  private static final String SYMBOL = "XBTUSDTM";
  private static final long NOW_MS = 1_000_000;
  private static final long NS_PER_MS = 1_000_000;
  private static final long EXPIRES_MS = NOW_MS - 10_000;
  private static final long WAIT_MS = 5_000;

  private final ToldTimers timers = new ToldTimers();
  private final AskedStore asked = new AskedStore();
  private final Past past = new Past();
  private final PartitionTools tools =
      new PartitionTools(
          timers,
          Clock.fixed(Instant.ofEpochMilli(NOW_MS), ZoneOffset.UTC),
          asked,
          PartitionTest::instrument,
          new EngineMetrics(new SimpleMeterRegistry()),
          new Deciding("engine"),
          new FundingTimes(new FundingSchedule(3_600_000, 0), true),
          1_000,
          committed -> {},
          () -> {});
  private final Reconciliation reconciliation = new Reconciliation(tools, 1_000);
  private final Partition partition = new Partition(0, tools, past, WAIT_MS, reconciliation);
  private final MissedTicks missed = new MissedTicks(partition, past);
  private final Owned owned = new Owned(partition, missed);

  @BeforeEach
  void load() {
    partition.begin(new CheckpointStore.Saved(Map.of(), Map.of(), "redis"));
    partition.loaded(0);
  }

  @Test
  void firesByATickFromBeforeTheExpiry_whenItWasAwayUntilLater() {
    partition.apply(above("110", EXPIRES_MS));

    owned.expire();
    assertThat(asked.committed).as("what came before is not known yet").isEmpty();
    partition.replay(List.of(trade(1, EXPIRES_MS - 1, 110)));
    partition.goLive();
    owned.expire();

    assertThat(asked.committed).extracting(Transition::to).first().isEqualTo(LiveStatus.EXECUTED);
  }

  /** What is told lacks what was heard live, and goes on after it. */
  @Test
  void firesByTheFirstThatReachesIt_whenThatIsAmongTheLiveTicksThatWait() {
    partition.begin(checkpoint(20, 5_000, 100));
    partition.apply(waits(alert(Condition.ABOVE, "110"), 5_000));
    partition.completed();
    partition.onFrame(frame(1, trade(22, 6_000, 120)));
    partition.onFrame(frame(2, trade(24, 8_000, 130)));

    partition.replay(List.of(trade(21, 5_500, 109), trade(23, 7_000, 125)));
    assertThat(asked.committed).as("it waits for all that is told").isEmpty();
    partition.goLive();

    assertThat(asked.firedBy()).containsExactly(22L);
  }

  @Test
  void expires_whenNothingCameBefore() {
    partition.apply(above("110", EXPIRES_MS));
    partition.goLive();
    owned.expire();

    assertThat(asked.committed).extracting(Transition::to).containsExactly(LiveStatus.EXPIRED);
  }

  @Test
  void firesByATickFromBeforeTheExpiry_whenItWasLostAndIsToldLater() {
    seesUntil(EXPIRES_MS - 2_000, above("110", EXPIRES_MS));

    missed.ask();
    owned.expire();
    assertThat(asked.committed).as("what was lost is not known yet").isEmpty();
    past.tellAll(trade(2, EXPIRES_MS - 1, 110));
    owned.expire();

    assertThat(asked.committed).extracting(Transition::to).first().isEqualTo(LiveStatus.EXECUTED);
  }

  @Test
  void expires_whenWhatWasLostDidNotFireIt() {
    seesUntil(EXPIRES_MS - 2_000, above("110", EXPIRES_MS));

    missed.ask();
    missed.ask();
    past.tellAll(trade(2, EXPIRES_MS - 1, 109));
    owned.expire();
    assertThat(asked.committed).as("more was lost meanwhile").isEmpty();
    past.tellAll();
    owned.expire();

    assertThat(asked.committed).extracting(Transition::to).containsExactly(LiveStatus.EXPIRED);
  }

  @Test
  void expires_whenWhatWasLostIsNotToldForTooLong() {
    long expiresMs = NOW_MS - Expiries.MOST_GRACE_MS;
    seesUntil(expiresMs - 2_000, above("110", expiresMs));

    missed.ask();
    owned.expire();

    assertThat(asked.committed).extracting(Transition::to).containsExactly(LiveStatus.EXPIRED);
  }

  @Test
  void expires_whenOnlyTicksOfAnotherSymbolWereLost() {
    assertThat(partition.price("ETHUSDTM", new Arming.Quote(PriceSource.LAST, false))).isNull();
    partition.goLive();
    partition.replay(
        List.of(Tick.trade("ETHUSDTM", 1, NS_PER_MS, NS_PER_MS, 0, 100, 0, 1).asRecovered()));
    missed.ask();
    partition.apply(above("110", EXPIRES_MS));

    owned.expire();

    assertThat(past.queries).extracting(HistoryQuery::symbol).containsOnly("ETHUSDTM");
    assertThat(asked.committed).extracting(Transition::to).containsExactly(LiveStatus.EXPIRED);
  }

  @Test
  void playsAHistory_whenItIsLongerThanAFrame() {
    partition.apply(above("110", NOW_MS * 2));
    List<Tick> history = new ArrayList<>();
    for (int i = 1; i <= 70_000; i++) {
      history.add(trade(i, 1_000 + i, 100));
    }
    history.add(trade(70_001, 80_000, 110));

    partition.replay(history);
    partition.goLive();

    assertThat(asked.committed).hasSize(1);
  }

  @Test
  void asksForWhatWasLost_whenARuleMayBeOnItsWay() {
    assertThat(partition.price(SYMBOL, new Arming.Quote(PriceSource.LAST, false))).isNull();
    assertThat(partition.unseen()).as("nothing was seen, and no rule is known").isEmpty();
    partition.goLive();
    partition.replay(List.of(trade(7, 5_000, 100)));

    assertThat(partition.unseen())
        .extracting(HistoryQuery::kind, HistoryQuery::sinceSequence)
        .containsExactly(tuple(TickKind.TRADE, 7L));
  }

  // Rules that come later than the ticks that concern them.

  @Test
  void firesByTheFirstThatReachedIt_whenARuleComesAfterTheCheckpointThatPassedIt() {
    goOnFrom(20, 5_000, 100);
    partition.apply(waits(alert(Condition.ABOVE, "110"), 1_000));
    partition.replay(List.of(trade(21, 6_000, 120)));
    assertThat(asked.committed).as("an earlier tick may have reached it").isEmpty();

    past.tell(0, trade(10, 1_000, 100), trade(11, 2_000, 111), trade(20, 5_000, 100));

    assertThat(past.queries)
        .extracting(HistoryQuery::kind, HistoryQuery::sinceNs)
        .containsExactly(tuple(TickKind.TRADE, 1_000 * NS_PER_MS));
    assertThat(asked.firedBy()).containsExactly(11L);
  }

  @Test
  void trailsFromTheExtremeBeforeTheCheckpoint_whenTheStopComesLate() {
    goOnFrom(20, 5_000, 100);
    partition.apply(trailing("10", 1_000));

    past.tell(0, trade(10, 1_000, 100), trade(11, 2_000, 109), trade(20, 5_000, 100));
    partition.replay(List.of(trade(21, 6_000, 99)));

    assertThat(asked.firedBy()).as("ten below 109").containsExactly(21L);
  }

  @Test
  void crossesFromTheSideBeforeTheCheckpoint_whenTheRuleComesLate() {
    goOnFrom(20, 5_000, 115);
    partition.apply(waits(alert(Condition.CROSSES_DOWN, "110"), 1_000));

    past.tell(0, trade(10, 1_000, 100), trade(11, 2_000, 111), trade(12, 3_000, 109));

    assertThat(asked.firedBy()).containsExactly(12L);
  }

  @Test
  void asksOnce_whenSeveralRulesOfASymbolComeLate() {
    goOnFrom(20, 5_000, 100);
    partition.apply(waits(alert("trg_1", Condition.ABOVE, "110"), 1_000));
    partition.apply(waits(alert("trg_2", Condition.ABOVE, "111"), 2_000));
    assertThat(past.queries).hasSize(1);

    past.tell(0, trade(10, 1_000, 100), trade(11, 2_000, 111), trade(20, 5_000, 100));

    assertThat(past.queries).as("the second is within what was told").hasSize(1);
    assertThat(partition.commitsWaiting()).as("both fired").isEqualTo(2);
  }

  @Test
  void asksAgain_whenTheNextWaitsSinceEarlier() {
    goOnFrom(20, 5_000, 100);
    partition.apply(waits(alert("trg_1", Condition.ABOVE, "150"), 2_000));
    partition.apply(waits(alert("trg_2", Condition.ABOVE, "110"), 1_000));

    past.tell(0, trade(11, 2_000, 100), trade(20, 5_000, 100));
    past.tell(1, trade(10, 1_500, 111), trade(11, 2_000, 100), trade(20, 5_000, 100));

    assertThat(asked.firedBy()).containsExactly(10L);
  }

  @Test
  void asksAgain_whenTheTicksSinceWereTooManyToHold() {
    goOnFrom(20, 5_000, 100);
    partition.apply(waits(alert("trg_1", Condition.ABOVE, "150"), 1_000));
    past.fail(0);
    partition.apply(waits(alert("trg_2", Condition.ABOVE, "150"), 2_000));
    assertThat(past.queries).as("what is asked in vain is not asked again").hasSize(1);

    List<Tick> many = new ArrayList<>();
    for (int i = 1; i <= 9_000; i++) {
      many.add(trade(20 + i, 5_000 + i, 100));
    }
    partition.replay(many);
    partition.apply(waits(alert("trg_3", Condition.ABOVE, "150"), 5_010));

    assertThat(past.queries).extracting(HistoryQuery::sinceNs).endsWith(5_010 * NS_PER_MS);
  }

  @Test
  void asksForNothing_whenOthersEvaluatedTheRuleByTheCheckpoint() {
    partition.begin(checkpoint(20, 5_000, 100));
    partition.apply(since(waits(alert(Condition.ABOVE, "110"), 1_000), 2_000));
    partition.completed();

    assertThat(past.queries).isEmpty();
    partition.goLive();
    partition.replay(List.of(trade(21, 6_000, 120)));
    assertThat(asked.firedBy()).containsExactly(21L);
  }

  @Test
  void asksForNothing_whenARuleWaitsOnByTheNextTicks() {
    goOnFrom(20, 5_000, 100);
    partition.apply(waits(alert(Condition.ABOVE, "110"), 5_000));

    assertThat(past.queries).isEmpty();
  }

  @Test
  void asksWhatCameBefore_whenItsSymbolIsNewHere() {
    goOnFromNothing();
    partition.apply(waits(alert(Condition.ABOVE, "110"), 1_000));
    partition.replay(List.of(trade(12, 3_000, 100)));

    past.tell(0, trade(10, 1_000, 100), trade(11, 2_000, 111), trade(12, 3_000, 100));

    assertThat(asked.firedBy()).containsExactly(11L);
  }

  @Test
  void waitsNoLongerForAnAnswer_andEvaluatesWhatIsToldThenLate() {
    goOnFrom(20, 5_000, 100);
    partition.apply(waits(alert("trg_1", Condition.ABOVE, "110"), 1_000));
    partition.apply(waits(alert("trg_2", Condition.ABOVE, "130"), 1_000));

    timers.pass();
    partition.replay(List.of(trade(21, 6_000, 120)));
    assertThat(asked.firedBy()).containsExactly(21L);
    past.tell(0, trade(10, 1_000, 100), trade(11, 2_000, 131), trade(20, 5_000, 100));

    assertThat(partition.commitsWaiting()).as("the second is on its way too").isEqualTo(2);
  }

  @Test
  void asksForNoMoreThanIsKept_whenARuleComesPromptly() {
    goOnFromNothing();
    partition.apply(promptly(waits(alert(Condition.ABOVE, "110"), 1_000)));
    partition.replay(List.of(trade(12, 3_000, 120)));
    past.tell(0, trade(10, 1_000, 100), trade(11, 2_000, 111), trade(12, 3_000, 120));

    assertThat(past.queries).extracting(HistoryQuery::keptOnly).containsExactly(true);
    assertThat(asked.firedBy()).containsExactly(11L);
  }

  @Test
  void armsARuleThatComesPromptly_whenNobodyKeepsWhatCameBefore() {
    goOnFromNothing();
    partition.apply(promptly(waits(alert(Condition.ABOVE, "110"), 1_000)));

    past.answer(0, List.of(), HistoryGap.NOT_KEPT);
    partition.replay(List.of(trade(12, 3_000, 120)));

    assertThat(asked.firedBy()).containsExactly(12L);
  }

  @Test
  void asksForAll_whenARuleComesLateAfterOneThatCamePromptly() {
    goOnFromNothing();
    partition.apply(promptly(waits(alert("trg_1", Condition.ABOVE, "110"), 1_000)));
    past.answer(0, List.of(), HistoryGap.NOT_KEPT);
    partition.apply(promptly(waits(alert("trg_2", Condition.ABOVE, "110"), 1_000)));
    assertThat(past.queries).as("what is not kept is not asked for again").hasSize(1);

    partition.apply(waits(alert("trg_3", Condition.ABOVE, "110"), 1_000));

    assertThat(past.queries).extracting(HistoryQuery::keptOnly).containsExactly(true, false);
  }

  @Test
  void asksNoMore_whenNothingHadHappenedYet() {
    goOnFromNothing();
    partition.apply(waits(alert("trg_1", Condition.ABOVE, "150"), 1_000));
    past.tell(0);
    partition.apply(waits(alert("trg_2", Condition.ABOVE, "110"), 1_500));

    assertThat(past.queries).hasSize(1);
    partition.replay(List.of(trade(11, 2_000, 111), trade(12, 3_000, 120)));
    assertThat(asked.firedBy()).containsExactly(11L);
  }

  @Test
  void doesNotTakeExtremesForTicks_whenTheyAreAllThatIsTold() {
    goOnFrom(20, 5_000, 100);
    partition.apply(waits(alert("trg_1", Condition.ABOVE, "150"), 1_000));
    past.answer(0, List.of(trade(11, 2_000, 120)), HistoryGap.NOTHING, HistorySource.EXTREMES);

    partition.apply(waits(alert("trg_2", Condition.CROSSES_DOWN, "110"), 1_500));

    assertThat(asked.firedBy()).as("it was not there at 120 and then at 100").isEmpty();
  }

  @Test
  void notesNothing_untilARecordThatWasMissedHasItsTicks() {
    goOnFrom(20, 5_000, 100);
    partition.take(since(waits(alert(Condition.ABOVE, "110"), 1_000), 2_000));

    assertThat(past.queries).as("nothing counts as evaluated for it").hasSize(1);
    assertThat(partition.progress()).isNull();
    past.tell(0, trade(10, 1_000, 100), trade(20, 5_000, 100));
    assertThat(partition.progress()).isNotNull();
  }

  @Test
  void notesNothing_untilMemoryAgreesWithTheProcessThatAnswers() {
    goOnFrom(20, 5_000, 100);
    partition.agreesWith(null);
    assertThat(partition.progress()).isNull();
    partition.agreesWith("another");
    assertThat(partition.progress()).isNotNull();
  }

  @Test
  void firesAgain_whenItLostAgainstWhatRedisHasForgotten() {
    goOnFrom(20, 5_000, 100);
    LiveRule armed = waits(alert(Condition.ABOVE, "110"), 5_000);
    partition.apply(armed);
    asked.inRedis.put(armed.id(), armed);
    partition.replay(List.of(trade(21, 6_000, 120)));

    asked.answer(0, new Outcome(Outcome.Kind.LOST, RuleState.fresh(LiveStatus.ARMED, 2, 7_000)));

    assertThat(asked.firedBy()).containsExactly(21L, 21L);
  }

  @Test
  void armsWhatIsThere_whenItLostAgainstAnEdit() {
    goOnFrom(20, 5_000, 100);
    partition.apply(targets("110", "130", 5_000));
    partition.replay(List.of(trade(21, 6_000, 120)));
    LiveRule edited = edited(targets("119", "130", 5_500));
    asked.inRedis.put(edited.id(), edited);

    asked.answer(0, new Outcome(Outcome.Kind.LOST, edited.state()));

    assertThat(partition.state(edited.id())).isEqualTo(edited.state());
    assertThat(asked.firedBy()).containsExactly(21L, 21L);
  }

  /** Whoever loads it in between takes it that all was evaluated up to what is decided. */
  @Test
  void commitsTogether_whatOneTickReaches() {
    goOnFrom(20, 5_000, 100);
    partition.apply(targets("110", "130", 5_000));

    partition.replay(List.of(trade(21, 6_000, 140)));

    assertThat(asked.answers).as("calls").hasSize(1);
    assertThat(asked.firedBy()).containsExactly(21L, 21L);
  }

  @Test
  void endsAtOnce_whenItLost() {
    goOnFrom(20, 5_000, 100);
    partition.apply(waits(alert(Condition.ABOVE, "110"), 5_000));
    partition.replay(List.of(trade(21, 6_000, 120)));

    asked.answer(0, new Outcome(Outcome.Kind.LOST, executed()));

    assertThat(partition.state("trg_1")).isNull();
  }

  @Test
  void goesBack_whenRedisHasForgottenAVersion() {
    goOnFrom(20, 5_000, 100);
    LiveRule before = targets("110", "130", 5_000);
    partition.apply(before);
    partition.apply(edited(targets("140", "150", 5_000)));
    asked.inRedis.put(before.id(), before);

    Future<RecordStates> compared = reconciliation.compare(partition);
    timers.pass();

    assertThat(compared.succeeded()).isTrue();
    assertThat(partition.states()).as("and none that Redis lacks").hasSize(1);
    assertThat(partition.state(before.id())).isEqualTo(before.state());
    partition.replay(List.of(trade(21, 6_000, 120)));
    assertThat(asked.firedBy()).containsExactly(21L);
  }

  @Test
  void goesBackAtOnce_whenANumberComesASecondTime() {
    goOnFrom(20, 5_000, 100);
    partition.apply(targets("110", "130", 5_000));
    partition.apply(edited(targets("140", "150", 5_000)));
    LiveRule second =
        new LiveRule(
            "pos_1",
            RuleState.fresh(LiveStatus.OPEN, 2, NOW_MS * 1_000 + 1),
            edited(targets("115", "130", 5_000)).rule());
    asked.inRedis.put(second.id(), second);

    partition.apply(second);
    partition.replay(List.of(trade(21, 6_000, 120)));

    assertThat(asked.firedBy()).containsExactly(21L);
  }

  @Test
  void keepsTheTicks_untilThePositionComesThatATriggerOpens() {
    goOnFromNothing();
    partition.apply(waits(opening("105"), 1_000));
    past.tell(0, trade(10, 1_000, 100));
    partition.apply(new LiveRule("trg_1", executed(), null));
    partition.collectWanted(new WantedSymbols.Gathering());
    partition.replay(List.of(trade(11, 2_000, 111), trade(12, 3_000, 100)));

    partition.apply(targets("110", "120", 1_000));

    assertThat(past.queries).as("no second one").hasSize(1);
    assertThat(asked.firedBy()).containsExactly(11L);
  }

  @Test
  void armsWithWhatIsKnown_whenTheHistoryIsIncomplete() {
    goOnFrom(20, 5_000, 100);
    partition.apply(waits(alert(Condition.ABOVE, "110"), 1_000));

    past.fail(0);
    partition.replay(List.of(trade(21, 6_000, 120)));

    assertThat(asked.firedBy()).containsExactly(21L);
  }

  @Test
  void doesNotExpire_whileARuleWaitsForWhatCameBefore() {
    goOnFrom(20, 5_000, 100);
    partition.apply(waits(above("110", EXPIRES_MS), 1_000));

    owned.expire();
    assertThat(asked.committed).isEmpty();
    past.tell(0, trade(10, 1_000, 100), trade(20, 5_000, 100));
    owned.expire();

    assertThat(asked.committed).extracting(Transition::to).containsExactly(LiveStatus.EXPIRED);
  }

  @Test
  void firesTheOtherTargets_whenOneFiredElsewhereWhileItWaited() {
    goOnFrom(20, 5_000, 100);
    LiveRule waiting = targets("110", "120", 1_000);
    partition.apply(waiting);
    partition.apply(new LiveRule(waiting.id(), firstTargetFired(), null));

    past.tell(0, trade(10, 1_000, 100), trade(11, 2_000, 111), trade(20, 5_000, 100));
    partition.replay(List.of(trade(21, 6_000, 120)));

    assertThat(asked.firedBy()).as("the first has fired").containsExactly(21L);
  }

  @Test
  void armsTheNewest_whenItWasEditedWhileItWaited() {
    goOnFrom(20, 5_000, 100);
    partition.apply(targets("110", "120", 1_000));
    partition.apply(edited(targets("105", "120", 5_000)));

    past.tell(0, trade(10, 1_000, 100), trade(11, 2_000, 111), trade(20, 5_000, 100));
    assertThat(asked.firedBy()).as("what was armed before the edit is void").isEmpty();
    partition.replay(List.of(trade(21, 6_000, 106)));

    assertThat(asked.firedBy()).containsExactly(21L);
  }

  // Edits.

  @Test
  void firesAStopThatAnEditLeftAsItWas_byATickFromBeforeTheEdit() {
    seesUntil(1_000, targets("110", "120", 1_000));
    partition.replay(List.of(trade(3, 5_000, 100)));
    partition.apply(editedAt(5_000, targets("110", "120", 1_000), "110", "105"));

    partition.replay(List.of(trade(2, 3_000, 111)));

    assertThat(asked.firedBy()).as("once, by the one that is as it was").containsExactly(2L);
  }

  @Test
  void asksForNothing_whenAnEditLeavesAStopOfWhichNotAllTicksAreHeld() {
    goOnFrom(20, 5_000, 100);

    partition.apply(editedAt(5_000, targets("110", "120", 1_000), "110", "105"));

    assertThat(past.queries).isEmpty();
  }

  /** With two other targets since that time. */
  private static LiveRule editedAt(long timeMs, LiveRule before, String first, String second) {
    StoredRule stored = Objects.requireNonNull(before.rule());
    LiveRule after = edited(targets(first, second, timeMs));
    return new LiveRule(
        after.id(),
        after.state(),
        Objects.requireNonNull(after.rule()).editedFrom(stored, stored.requirePosition()));
  }

  /** Live, with that rule and a tick of that time. */
  private void seesUntil(long timeMs, LiveRule rule) {
    partition.apply(rule);
    partition.replay(List.of(trade(1, timeMs, 100)));
    partition.goLive();
  }

  /** Others have come so far, and this one is live. */
  private void goOnFrom(long sequence, long timeMs, long price) {
    partition.begin(checkpoint(sequence, timeMs, price));
    // What keeps the symbol watched, far away.
    partition.apply(waits(alert("trg_far", Condition.ABOVE, "100000"), timeMs));
    partition.completed();
    partition.goLive();
  }

  /** Nobody has watched the symbol here, and this one is live. */
  private void goOnFromNothing() {
    partition.begin(new CheckpointStore.Saved(Map.of(), Map.of(), "redis"));
    partition.completed();
    partition.goLive();
  }

  private static CheckpointStore.Saved checkpoint(long sequence, long timeMs, long price) {
    long timeNs = timeMs * NS_PER_MS;
    PricePoint newest = new PricePoint(PriceSource.LAST, sequence, price, 0, timeNs, timeNs, false);
    Checkpoint.Passed passed = new Checkpoint.Passed(sequence, newest, null, null);
    return new CheckpointStore.Saved(
        Map.of(SYMBOL, CheckpointText.write(new Checkpoint(passed, null, null, null))),
        Map.of(),
        "redis");
  }

  private static LiveRule alert(Condition condition, String price) {
    return alert("trg_1", condition, price);
  }

  private static LiveRule alert(String id, Condition condition, String price) {
    return trigger(id, condition, price, null);
  }

  /** Armed at that time of the exchange, and live only now. */
  private static LiveRule waits(LiveRule record, long armedMs) {
    StoredRule stored = Objects.requireNonNull(record.rule());
    StoredRule armed =
        StoredRule.of(stored.requireTrigger(), armedMs * NS_PER_MS, 1, new BigDecimal("100"));
    return since(new LiveRule(record.id(), record.state(), armed), NOW_MS);
  }

  /** Live a tenth of a second after its acceptance. */
  private static LiveRule promptly(LiveRule record) {
    return since(record, Objects.requireNonNull(record.rule()).acceptedUs() / 1_000 + 100);
  }

  private static LiveRule since(LiveRule record, long liveMs) {
    RuleState state =
        RuleState.fresh(record.state().status(), record.state().version(), liveMs * 1_000);
    return new LiveRule(record.id(), state, record.rule());
  }

  private static LiveRule trailing(String distance, long armedMs) {
    return position(
        position -> position.trailingStop(new TrailingStop(null, new BigDecimal(distance), null)),
        armedMs);
  }

  private static LiveRule targets(String first, String second, long armedMs) {
    return position(
        position ->
            position.takeProfits(
                List.of(
                    new TakeProfit(new BigDecimal(first), BigDecimal.ONE),
                    new TakeProfit(new BigDecimal(second), BigDecimal.ONE))),
        armedMs);
  }

  private static LiveRule opening(String price) {
    TriggerAction.Open open =
        new TriggerAction.Open(Side.LONG, BigDecimal.ONE, BigDecimal.ONE, null, null);
    return trigger("trg_1", Condition.ABOVE, price, null, new TriggerAction(open, null));
  }

  private static RuleState executed() {
    return new RuleState(LiveStatus.EXECUTED, 2, "exe_1", NOW_MS * 1_000, 1, 0);
  }

  private static RuleState firstTargetFired() {
    return new RuleState(LiveStatus.OPEN, 2, "exe_1", NOW_MS * 1_000, 1, 1);
  }

  private static LiveRule edited(LiveRule record) {
    StoredRule stored = Objects.requireNonNull(record.rule());
    Position position = stored.requirePosition().change().version(2).done();
    return new LiveRule(
        record.id(),
        RuleState.fresh(LiveStatus.OPEN, 2, NOW_MS * 1_000),
        StoredRule.of(position, stored.armedAtNs(), stored.order()));
  }

  private static LiveRule position(UnaryOperator<PositionChange> with, long armedMs) {
    Position plain = SamplePosition.of("pos_1").symbol(SYMBOL).quantity(new BigDecimal(2)).done();
    return new LiveRule(
        "pos_1",
        RuleState.fresh(LiveStatus.OPEN, 1, NOW_MS * 1_000),
        StoredRule.of(with.apply(plain.change()).done(), armedMs * NS_PER_MS, 1));
  }

  private static TickFrame frame(long number, Tick... ticks) {
    TickFrameBuilder frame = new TickFrameBuilder(0, 0);
    List.of(ticks).forEach(frame::add);
    return frame.build(number);
  }

  private static Tick trade(long sequence, long timeMs, long price) {
    long timeNs = timeMs * NS_PER_MS;
    return Tick.trade(SYMBOL, sequence, timeNs, timeNs, 0, price, 0, 1).asRecovered();
  }

  private static LiveRule above(String price, long expiresAtMs) {
    return trigger("trg_1", Condition.ABOVE, price, expiresAtMs);
  }

  private static LiveRule trigger(
      String id, Condition condition, String price, @Nullable Long expiresAtMs) {
    return trigger(id, condition, price, expiresAtMs, SampleTrigger.ALERT);
  }

  private static LiveRule trigger(
      String id,
      Condition condition,
      String price,
      @Nullable Long expiresAtMs,
      TriggerAction action) {
    Trigger trigger =
        SampleTrigger.of(id)
            .symbol(SYMBOL)
            .on(condition, price)
            .action(action)
            .expiresAt(expiresAtMs)
            .done();
    return new LiveRule(
        id,
        RuleState.fresh(LiveStatus.ARMED, 1),
        StoredRule.of(trigger, 1, 1, new BigDecimal("100")));
  }

  private static @Nullable Instrument instrument(String symbol) {
    return new Instrument(
        symbol,
        Market.FUTURES,
        "XBT",
        "USDT",
        "USDT",
        false,
        BigDecimal.ONE,
        BigDecimal.ONE,
        BigDecimal.ONE,
        new BigDecimal("0.0006"),
        new BigDecimal("0.004"),
        new BigDecimal("0.0006"),
        new BigDecimal("100"));
  }

  /** Keeps what it is asked, and tells when it is told to. */
  private static final class Past implements CatchUp.Telling {
    final List<HistoryQuery> queries = new ArrayList<>();
    private final List<Consumer<WholeHistory>> listeners = new ArrayList<>();
    private final List<Promise<Void>> told = new ArrayList<>();

    @Override
    public Future<Void> tell(HistoryQuery query, Consumer<WholeHistory> to) {
      queries.add(query);
      listeners.add(to);
      Promise<Void> promise = Promise.promise();
      told.add(promise);
      return promise.future();
    }

    void tell(int question, Tick... ticks) {
      answer(question, List.of(ticks), HistoryGap.NOTHING);
    }

    /** The same in answer to each open question. */
    void tellAll(Tick... ticks) {
      for (int question = 0, known = told.size(); question < known; question++) {
        if (!told.get(question).future().isComplete()) {
          tell(question, ticks);
        }
      }
    }

    void fail(int question) {
      answer(question, List.of(), HistoryGap.NO_FEED);
    }

    void answer(int question, List<Tick> ticks, HistoryGap missing) {
      answer(question, ticks, missing, HistorySource.RING);
    }

    void answer(int question, List<Tick> ticks, HistoryGap missing, HistorySource source) {
      HistoryQuery query = queries.get(question);
      listeners.get(question).accept(new WholeHistory(ticks, source, missing, "", query, null));
      told.get(question).complete();
    }
  }
}
