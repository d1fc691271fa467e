package io.tickwire.rules.store;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Trigger;
import io.tickwire.rules.samples.SampleTrigger;
import io.tickwire.rules.store.Transition.Effect;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a transition does beside changing one status: parts, groups, repetition. */
class EffectTest extends StoreTest {
  private static final int P = 5;
  private static final String FIRINGS = "tickwire:{p5}:firings";
  private static final String GROUPS = "tickwire:{p5}:groups";

  private StoredRule armed(String id, String user, @Nullable String group) {
    Trigger trigger = SampleTrigger.of(id).user(user).group(group).done();
    StoredRule rule = StoredRule.of(trigger, 7, 8, null);
    await(rules.note(P, new Intent(rule, 0, 0, 3)));
    assertThat(await(rules.create(P, rule, false))).isEqualTo(Outcome.Kind.DONE);
    return rule;
  }

  private void opened(String id) {
    StoredRule rule = stored(id, 1);
    await(rules.note(P, new Intent(rule, 0, 0, 3)));
    await(rules.create(P, rule, true));
  }

  private static Transition part(String id, int target, int all, String token) {
    return new Transition(
        id,
        LiveStatus.OPEN,
        1,
        LiveStatus.CLOSING,
        token,
        execution(token, id),
        new Effect.Part(target, all));
  }

  private static Transition first(StoredRule rule, String token) {
    return fires(rule, token, new Effect.First(rule.group()));
  }

  private static Transition again(StoredRule rule, int seen, String token) {
    return fires(
        rule, token, new Effect.Again(seen, 15, 180_000, 1_795_222_093_355_000_000L + seen));
  }

  private static Transition fires(StoredRule rule, String token, Effect effect) {
    return new Transition(
        rule.id(),
        LiveStatus.ARMED,
        1,
        LiveStatus.EXECUTED,
        token,
        execution(token, rule.id()),
        effect);
  }

  private Outcome commit(Transition transition) {
    return await(rules.commit(P, List.of(transition))).get(0);
  }

  private RuleState state(String id) {
    return await(rules.read(P, id)).orElseThrow().state();
  }

  private List<String> told() {
    List<String> told = new ArrayList<>();
    for (StreamEntry entry : entries(RuleStore.transitionsKey(P))) {
      told.add(entry.field("what") + " " + entry.field("id"));
    }
    return told;
  }

  private @Nullable String inHash(String key, String field) {
    Response value = await(redis.send(Request.cmd(Command.HGET).arg(key).arg(field)));
    return value == null ? null : value.toString();
  }

  // Parts.

  @Test
  void closesAPartAndStaysOpen_untilTheLastOfTargetsThatCloseAll() {
    opened("pos_1");

    Outcome second = commit(part("pos_1", 1, 0b11, "exe_1"));
    Outcome same = commit(part("pos_1", 1, 0b11, "exe_2"));
    Outcome retried = commit(part("pos_1", 1, 0b11, "exe_1"));
    Outcome last = commit(part("pos_1", 0, 0b11, "exe_3"));

    assertThat(second.kind()).isEqualTo(Outcome.Kind.DONE);
    assertThat(same.kind()).isEqualTo(Outcome.Kind.LOST);
    assertThat(retried).isEqualTo(new Outcome(Outcome.Kind.MINE, second.state()));
    assertThat(last.kind()).isEqualTo(Outcome.Kind.DONE);
    assertThat(state("pos_1"))
        .extracting(RuleState::status, RuleState::version, RuleState::rules, RuleState::fired)
        .containsExactly(LiveStatus.CLOSING, 3L, 1L, 0b11);
    assertThat(told()).containsExactly("opened pos_1", "reduced pos_1", "closing pos_1");
  }

  @Test
  void staysOpenAfterAllTargets_whenTheyLeaveSomething() {
    opened("pos_1");

    commit(part("pos_1", 0, 0, "exe_1"));
    commit(part("pos_1", 1, 0, "exe_2"));

    assertThat(state("pos_1").status()).isEqualTo(LiveStatus.OPEN);
    assertThat(told()).containsExactly("opened pos_1", "reduced pos_1", "reduced pos_1");
  }

  // Groups.

  @Test
  void cancelsTheSiblingsInTheSameTransition() {
    StoredRule up = armed("trg_up", "alice", "g");
    armed("trg_down", "alice", "g");
    armed("trg_far", "alice", "g");
    armed("trg_other_group", "alice", "h");
    armed("trg_other_user", "bob", "g");
    armed("trg_alone", "alice", null);

    Outcome outcome = commit(first(up, "exe_1"));

    assertThat(outcome.siblings()).containsExactly("trg_down", "trg_far");
    assertThat(state("trg_up").status()).isEqualTo(LiveStatus.EXECUTED);
    assertThat(state("trg_down"))
        .extracting(RuleState::status, RuleState::version, RuleState::executionId)
        .containsExactly(LiveStatus.CANCELLED, 2L, "exe_1");
    for (String untouched : List.of("trg_other_group", "trg_other_user", "trg_alone")) {
      assertThat(state(untouched).status()).isEqualTo(LiveStatus.ARMED);
    }
    assertThat(told())
        .containsExactly("executed trg_up", "cancelled trg_down", "cancelled trg_far");
    Execution stored =
        TransitionEntry.parse(entries(RuleStore.transitionsKey(P)).get(0))
            .execution()
            .orElseThrow();
    assertThat(stored.cancelled()).containsExactly("trg_down", "trg_far");
  }

  @Test
  void namesTheSiblingsAgain_whenTheCommitIsRepeated() {
    StoredRule up = armed("trg_up", "alice", "g");
    armed("trg_down", "alice", "g");
    Outcome done = commit(first(up, "exe_1"));

    assertThat(commit(first(up, "exe_1")))
        .isEqualTo(new Outcome(Outcome.Kind.MINE, done.state(), List.of("trg_down")));
    assertThat(told()).hasSize(2);
  }

  @Test
  void letsTheNearestThrough_whenOneBatchReachesTwoOfAGroup() {
    StoredRule near = armed("trg_near", "alice", "g");
    StoredRule far = armed("trg_far", "alice", "g");

    List<Outcome> outcomes =
        await(rules.commit(P, List.of(first(near, "exe_1"), first(far, "exe_2"))));

    assertThat(outcomes.stream().map(Outcome::kind))
        .containsExactly(Outcome.Kind.DONE, Outcome.Kind.LOST);
    assertThat(told()).containsExactly("executed trg_near", "cancelled trg_far");
  }

  @Test
  void leavesTheGroup_whenBookedOrReplacedByItsPosition() {
    StoredRule up = armed("trg_up", "alice", "g");
    StoredRule down = armed("trg_down", "alice", "g");
    commit(first(up, "exe_1"));
    assertThat(inHash(GROUPS, up.group())).isEqualTo("trg_up,trg_down");

    await(rules.createFromTrigger(P, stored("pos_1", 1), up));
    assertThat(inHash(GROUPS, up.group())).isEqualTo("trg_down");
    await(rules.finish(P, "trg_down", "exe_1", down.group()));

    assertThat(inHash(GROUPS, up.group())).isNull();
    assertThat(await(rules.states(P)).readable()).containsOnlyKeys("pos_1");
  }

  @Test
  void keepsGroupsApart_whateverTheNamesOfUsers() {
    StoredRule one = armed("trg_1", "a/XBTUSDTM", "g");
    StoredRule other = armed("trg_2", "a", "XBTUSDTM/g");
    StoredRule third = armed("trg_3", "a", "XBTUSDTM g");

    assertThat(List.of(one.group(), other.group(), third.group())).doesNotHaveDuplicates();
  }

  // Repetition.

  @Test
  void staysArmed_andCountsItsFirings() {
    StoredRule alert = armed("trg_1", "alice", null);

    Outcome firing = commit(again(alert, 0, "exe_1"));
    Outcome repeated = commit(again(alert, 0, "exe_1"));
    Outcome slower = commit(again(alert, 0, "exe_2"));
    Outcome next = commit(again(alert, 1, "exe_3"));

    assertThat(firing.kind()).isEqualTo(Outcome.Kind.DONE);
    assertThat(repeated).isEqualTo(new Outcome(Outcome.Kind.MINE, firing.state()));
    assertThat(slower.kind()).isEqualTo(Outcome.Kind.LOST);
    assertThat(next.kind()).isEqualTo(Outcome.Kind.DONE);
    assertThat(state("trg_1"))
        .extracting(
            RuleState::status,
            RuleState::version,
            RuleState::executionId,
            RuleState::rules,
            RuleState::fired,
            RuleState::firedOnNs)
        .containsExactly(LiveStatus.ARMED, 3L, "exe_3", 1L, 2, 1_795_222_093_355_000_001L);
    assertThat(told()).containsExactly("fired trg_1", "fired trg_1");
    LiveRule change = RuleStore.change(entries(RuleStore.changesKey(P)).get(1));
    assertThat(change.rule()).isNull();
    assertThat(change.state()).isEqualTo(firing.state());
  }

  @Test
  void pausesAtTheSixteenthFiringWithinThreeMinutes() {
    StoredRule alert = armed("trg_1", "alice", null);
    for (int seen = 0; seen < 15; seen++) {
      commit(again(alert, seen, "exe_" + seen));
      assertThat(state("trg_1").status()).isEqualTo(LiveStatus.ARMED);
    }

    Outcome paused = commit(again(alert, 15, "exe_15"));

    assertThat(paused.kind()).isEqualTo(Outcome.Kind.DONE);
    assertThat(state("trg_1"))
        .extracting(RuleState::status, RuleState::fired)
        .containsExactly(LiveStatus.PAUSED, 16);
    assertThat(told()).hasSize(16).last().isEqualTo("paused trg_1");
    assertThat(commit(again(alert, 15, "exe_15"))).isEqualTo(paused(paused));
    assertThat(commit(again(alert, 16, "exe_16")).kind()).isEqualTo(Outcome.Kind.LOST);
    await(rules.finish(P, "trg_1", "exe_15", ""));
    assertThat(inHash(FIRINGS, "trg_1")).isNull();
  }

  private static Outcome paused(Outcome done) {
    return new Outcome(Outcome.Kind.MINE, done.state());
  }

  @Test
  void goesOn_whenTheFiringsBeforeAreOlderThanThreeMinutes() {
    StoredRule alert = armed("trg_1", "alice", null);
    for (int seen = 0; seen < 15; seen++) {
      commit(again(alert, seen, "exe_" + seen));
    }
    String times = String.valueOf(inHash(FIRINGS, "trg_1"));
    assertThat(times.split(",", -1)).hasSize(15);
    long earlierMs = Long.parseLong(times.substring(0, times.indexOf(','))) - 180_001;
    String aged = earlierMs + times.substring(times.indexOf(','));
    await(redis.send(Request.cmd(Command.HSET).arg(FIRINGS).arg("trg_1").arg(aged)));

    commit(again(alert, 15, "exe_15"));
    assertThat(state("trg_1").status()).isEqualTo(LiveStatus.ARMED);
    commit(again(alert, 16, "exe_16"));
    assertThat(state("trg_1").status()).isEqualTo(LiveStatus.PAUSED);
  }

  // Ends without firing.

  @Test
  void expires_alsoAfterItHasFired_andOnce() {
    StoredRule alert = armed("trg_1", "alice", null);
    commit(again(alert, 0, "exe_1"));

    Outcome expired =
        commit(new Transition("trg_1", LiveStatus.ARMED, 1, LiveStatus.EXPIRED, "exe_a", null));
    Outcome byAnother =
        commit(new Transition("trg_1", LiveStatus.ARMED, 1, LiveStatus.EXPIRED, "exe_b", null));

    assertThat(expired.kind()).isEqualTo(Outcome.Kind.DONE);
    assertThat(byAnother.kind()).isEqualTo(Outcome.Kind.LOST);
    assertThat(commit(again(alert, 1, "exe_2")).kind()).isEqualTo(Outcome.Kind.LOST);
    assertThat(told()).containsExactly("fired trg_1", "expired trg_1");
  }
}
