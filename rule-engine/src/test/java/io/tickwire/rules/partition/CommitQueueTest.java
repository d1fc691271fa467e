package io.tickwire.rules.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.market.FundingSchedule;
import io.tickwire.rules.accounting.FundingTimes;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.RuleStore;
import io.tickwire.rules.store.Transition;
import io.tickwire.rules.telemetry.EngineMetrics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Decided hits on their way to a store that answers when it is told to. */
class CommitQueueTest {
  private static final Outcome LOST =
      new Outcome(Outcome.Kind.LOST, RuleState.fresh(LiveStatus.ARMED, 2));

  private final AskedStore store = new AskedStore();
  private final List<String> answered = new ArrayList<>();
  private final List<Transition> firesNext = new ArrayList<>();
  private final CommitQueue queue =
      new CommitQueue(
          new PartitionTools(
              new ToldTimers(),
              Clock.systemUTC(),
              store,
              symbol -> null,
              new EngineMetrics(new SimpleMeterRegistry()),
              new Deciding("engine"),
              new FundingTimes(new FundingSchedule(3_600_000, 0), true),
              1_000,
              committed -> {},
              () -> {}),
          0,
          this::onOutcome);

  private void onOutcome(Transition transition, Outcome outcome) {
    answered.add(transition.id());
    this.queue.add(List.copyOf(firesNext));
    firesNext.clear();
  }

  private static Transition hit(String id) {
    return new Transition(id, LiveStatus.ARMED, 1, LiveStatus.EXECUTED, "exe_" + id, null);
  }

  private void answerAll(int call, int hits) {
    store.answer(call, Collections.nCopies(hits, LOST).toArray(new Outcome[0]));
  }

  private List<String> committed() {
    return store.committed.stream().map(Transition::id).toList();
  }

  @Test
  void givesEachItsOutcome_whenOneMakesAnotherFire() {
    queue.add(List.of(hit("a"), hit("b")));
    firesNext.add(hit("c"));

    answerAll(0, 2);
    assertThat(committed()).containsExactly("a", "b", "c");
    answerAll(1, 1);

    assertThat(answered).containsExactly("a", "b", "c");
    assertThat(queue.depth()).isZero();
  }

  @Test
  void doesNotPartTheHitsOfARecord() {
    List<Transition> hits = new ArrayList<>();
    IntStream.range(1, RuleStore.MAX_BATCH).mapToObj(i -> hit("trg_" + i)).forEach(hits::add);
    hits.addAll(List.of(hit("pos"), hit("pos"), hit("pos"), hit("last")));
    queue.add(hits);

    assertThat(committed()).hasSize(RuleStore.MAX_BATCH + 2).endsWith("pos", "pos", "pos");
    answerAll(0, RuleStore.MAX_BATCH + 2);
    assertThat(committed()).endsWith("pos", "last");
  }
}
