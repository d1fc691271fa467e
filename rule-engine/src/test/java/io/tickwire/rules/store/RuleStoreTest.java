package io.tickwire.rules.store;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.TriggerStatus;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RuleStoreTest extends StoreTest {
  private static final int P = 5;
  private static final long BEGAN_US = System.currentTimeMillis() * 1_000 - 1_000_000;

  private StoredRule created(String id) {
    StoredRule rule = stored(id, 1);
    await(rules.note(P, new Intent(rule, 1, 2, 3)));
    assertThat(await(rules.create(P, rule, true))).isEqualTo(Outcome.Kind.DONE);
    return rule;
  }

  private static Transition close(String id, long version, String token) {
    return new Transition(
        id, LiveStatus.OPEN, version, LiveStatus.CLOSING, token, execution(token, id));
  }

  private Outcome commit(Transition transition) {
    return await(rules.commit(P, List.of(transition))).get(0);
  }

  // Create.

  @Test
  void createsWhatAnIntentAnnounced() {
    StoredRule rule = created("pos_1");

    LiveRule found = await(rules.read(P, "pos_1")).orElseThrow();
    long sinceUs = found.state().committedUs();
    assertThat(sinceUs).isGreaterThan(BEGAN_US);
    assertThat(found)
        .isEqualTo(new LiveRule("pos_1", RuleState.fresh(LiveStatus.OPEN, 1, sinceUs), rule));
    assertThat(await(rules.intents(P))).isEmpty();
    assertThat(entries(RuleStore.changesKey(P)))
        .singleElement()
        .satisfies(entry -> assertThat(RuleStore.change(entry).rule()).isEqualTo(rule));
    assertThat(entries(RuleStore.transitionsKey(P)))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(TransitionEntry.parse(entry).what())
                    .isEqualTo(TransitionEntry.What.OPENED));
  }

  @Test
  void createsOnce_whenRepeated() {
    StoredRule rule = created("pos_1");
    await(rules.note(P, new Intent(rule, 1, 2, 3)));

    assertThat(await(rules.create(P, rule, true))).isEqualTo(Outcome.Kind.MINE);
    assertThat(entries(RuleStore.changesKey(P))).hasSize(1);
    assertThat(await(rules.intents(P))).isEmpty();
  }

  @Test
  void createsNothing_withoutAnIntent() {
    assertThat(await(rules.create(P, stored("pos_1", 1), true))).isEqualTo(Outcome.Kind.GONE);
    assertThat(await(rules.states(P)).readable()).isEmpty();
    assertThat(entries(RuleStore.changesKey(P))).isEmpty();
  }

  @Test
  void putsThePositionInThePlaceOfItsTrigger() {
    StoredRule trigger = StoredRule.of(trigger("trg_1", TriggerStatus.ARMED, null), 0, 1, null);
    await(rules.note(P, new Intent(trigger, 0, 0, 3)));
    await(rules.create(P, trigger, false));
    StoredRule opened = stored("pos_1", 1);
    assertThat(await(rules.createFromTrigger(P, opened, trigger))).isEqualTo(Outcome.Kind.GONE);
    commit(
        new Transition(
            "trg_1", LiveStatus.ARMED, 1, LiveStatus.EXECUTED, "exe_1", execution("exe_1", "x")));

    assertThat(await(rules.createFromTrigger(P, opened, trigger))).isEqualTo(Outcome.Kind.DONE);
    assertThat(await(rules.states(P)).readable()).containsOnlyKeys("pos_1");
    assertThat(await(rules.createFromTrigger(P, opened, trigger))).isEqualTo(Outcome.Kind.MINE);
    assertThat(entries(RuleStore.changesKey(P)))
        .last()
        .satisfies(
            entry ->
                assertThat(RuleStore.change(entry))
                    .extracting(LiveRule::id, change -> change.state().status())
                    .containsExactly("trg_1", LiveStatus.FINISHED));
  }

  // Edit.

  @Test
  void editsTheVersionItWasMadeFrom_andNoOther() {
    created("pos_1");

    Outcome edited = await(rules.edit(P, stored("pos_1", 2)));
    assertThat(edited.kind()).isEqualTo(Outcome.Kind.DONE);
    long sinceUs = Objects.requireNonNull(edited.state()).committedUs();
    assertThat(sinceUs).isGreaterThan(BEGAN_US);
    assertThat(await(rules.edit(P, stored("pos_1", 2))))
        .isEqualTo(new Outcome(Outcome.Kind.LOST, RuleState.fresh(LiveStatus.OPEN, 2, sinceUs)));
    assertThat(await(rules.edit(P, stored("pos_2", 2))).kind()).isEqualTo(Outcome.Kind.GONE);
    commit(close("pos_1", 2, "exe_1"));
    Outcome late = await(rules.edit(P, stored("pos_1", 3)));
    assertThat(late.kind()).isEqualTo(Outcome.Kind.LOST);
    assertThat(late.state()).isNotNull();
    assertThat(await(rules.read(P, "pos_1")).orElseThrow().state().status())
        .isEqualTo(LiveStatus.CLOSING);
  }

  // Commit.

  @Test
  void letsOneThrough_whenTwoEnginesCommitTheSame() {
    created("pos_1");

    Outcome first = commit(close("pos_1", 1, "exe_a"));
    Outcome second = commit(close("pos_1", 1, "exe_b"));

    assertThat(first.kind()).isEqualTo(Outcome.Kind.DONE);
    assertThat(second.kind()).isEqualTo(Outcome.Kind.LOST);
    assertThat(second.state()).isEqualTo(first.state());
    assertThat(entries(RuleStore.transitionsKey(P)))
        .filteredOn(entry -> entry.field("what").equals("closing"))
        .hasSize(1);
  }

  @Test
  void saysMine_whenTheAnswerWasLostAndTheCommitIsRepeated() {
    created("pos_1");
    Outcome first = commit(close("pos_1", 1, "exe_a"));

    Outcome repeated = commit(close("pos_1", 1, "exe_a"));

    assertThat(repeated).isEqualTo(new Outcome(Outcome.Kind.MINE, first.state()));
    assertThat(entries(RuleStore.transitionsKey(P)))
        .filteredOn(entry -> entry.field("what").equals("closing"))
        .hasSize(1);
  }

  @Test
  void losesAgainstAnEdit_andFindsNothingOfWhatIsGone() {
    created("pos_1");
    Outcome edited = await(rules.edit(P, stored("pos_1", 2)));

    assertThat(commit(close("pos_1", 1, "exe_a")))
        .isEqualTo(new Outcome(Outcome.Kind.LOST, edited.state()));
    assertThat(commit(close("pos_9", 1, "exe_b"))).isEqualTo(new Outcome(Outcome.Kind.GONE, null));
    assertThat(commit(close("pos_1", 2, "exe_c")).kind()).isEqualTo(Outcome.Kind.DONE);
  }

  @Test
  void decidesABatchInOrder_eachOnItsOwn() {
    created("pos_1");
    created("pos_2");

    List<Outcome> outcomes =
        await(
            rules.commit(
                P,
                List.of(
                    close("pos_2", 1, "exe_1"),
                    close("pos_3", 1, "exe_2"),
                    close("pos_1", 9, "exe_3"),
                    close("pos_1", 1, "exe_4"),
                    close("pos_2", 1, "exe_5"))));

    assertThat(outcomes.stream().map(Outcome::kind))
        .containsExactly(
            Outcome.Kind.DONE,
            Outcome.Kind.GONE,
            Outcome.Kind.LOST,
            Outcome.Kind.DONE,
            Outcome.Kind.LOST);
    assertThat(entries(RuleStore.transitionsKey(P)))
        .filteredOn(entry -> entry.field("what").equals("closing"))
        .extracting(entry -> entry.field("id"))
        .containsExactly("pos_2", "pos_1");
  }

  @Test
  void keepsEvidenceAndRedisTime_withTheTransition() {
    StoredRule rule = created("pos_1");
    Outcome outcome = commit(close("pos_1", 1, "exe_a"));

    TransitionEntry entry = TransitionEntry.parse(entries(RuleStore.transitionsKey(P)).get(1));
    Execution execution = entry.execution().orElseThrow();
    assertThat(entry.rule()).isEqualTo(rule);
    assertThat(entry.state()).isEqualTo(outcome.state());
    assertThat(execution.id()).isEqualTo("exe_a");
    assertThat(execution.committedUs()).isEqualTo(entry.state().committedUs());
    // A stream's ids are Redis's clock too.
    long entryMs =
        Long.parseLong(entries(RuleStore.transitionsKey(P)).get(1).id().split("-", -1)[0]);
    assertThat(execution.committedUs() / 1_000).isBetween(entryMs - 1_000, entryMs + 1_000);
  }

  @Test
  void takesAFullBatch() {
    List<Transition> batch = new ArrayList<>();
    for (int i = 0; i < RuleStore.LONG_BATCH; i++) {
      created("pos_" + i);
      batch.add(close("pos_" + i, 1, "exe_" + i));
    }

    assertThat(await(rules.commit(P, batch)))
        .hasSize(RuleStore.LONG_BATCH)
        .allMatch(outcome -> outcome.kind() == Outcome.Kind.DONE);
  }

  @Test
  void writesNothing_whenAKeyHasAnotherType() {
    created("pos_1");
    await(redis.send(Request.cmd(Command.DEL).arg("tickwire:{p5}:state")));
    await(redis.send(Request.cmd(Command.SET).arg("tickwire:{p5}:state").arg("garbage")));

    assertThatThrownBy(() -> await(rules.commit(P, List.of(close("pos_1", 1, "exe_a")))))
        .hasMessageContaining("WRONGTYPE");
    assertThat(entries(RuleStore.transitionsKey(P))).hasSize(1);
  }

  // Finish.

  @Test
  void takesOutWhatThatExecutionEnded_andNothingElse() {
    created("pos_1");
    commit(close("pos_1", 1, "exe_a"));

    await(rules.finish(P, "pos_1", "exe_b", ""));
    assertThat(await(rules.states(P)).readable()).containsOnlyKeys("pos_1");
    await(rules.finish(P, "pos_1", "exe_a", ""));
    await(rules.finish(P, "pos_1", "exe_a", ""));

    assertThat(await(rules.load(P))).isEmpty();
    assertThat(entries(RuleStore.changesKey(P))).hasSize(3);
  }

  @Test
  void loadsWhatIsThere() {
    for (int i = 0; i < 1_200; i++) {
      created("pos_" + i);
    }

    assertThat(await(rules.load(P))).hasSize(1_200);
  }
}
