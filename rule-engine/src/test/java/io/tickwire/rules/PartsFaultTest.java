package io.tickwire.rules;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.Role;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Ids;
import io.tickwire.common.wire.Position;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.RuleStore;
import io.tickwire.rules.store.Transition;
import io.tickwire.testsupport.ManualMembers;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Parts of a position when engines share the work or die over it. */
class PartsFaultTest extends EngineTest {
  private static final int PARTITION = Feed.partition(Engine.LIN);
  private static final String TRANSITIONS = RuleStore.transitionsKey(PARTITION);

  private final RuleStore store = new RuleStore(redis, Duration.ofHours(1));

  private static Order inThree() {
    return Order.buy("100")
        .stop("59000")
        .target("61000", "20")
        .target("62000", "30")
        .target("63000", "50");
  }

  private void part(Position position, int target, String quantity, String price) {
    String id = Engine.newId(Ids.EXECUTION);
    Execution execution =
        new Execution(
            id,
            "alice",
            ExecutionKind.TAKE_PROFIT,
            position.id(),
            null,
            Engine.LIN,
            new BigDecimal(price),
            null,
            new BigDecimal(price),
            new BigDecimal(quantity),
            null,
            1,
            2,
            0,
            false,
            false,
            "dead",
            List.of());
    await(
        store.commit(
            PARTITION,
            List.of(
                new Transition(
                    position.id(),
                    LiveStatus.OPEN,
                    1,
                    LiveStatus.CLOSING,
                    id,
                    execution,
                    new Transition.Effect.Part(target, 7)))));
  }

  @Test
  void booksTheLaterPartAfterTheEarlier_whenAnEngineDiedOverThat() {
    Engine before = start();
    feed.trade(Engine.LIN, "60000.0");
    Position position = before.opened(inThree().command());
    Engine.eventually("told", () -> before.eventTypes("alice").contains("account_update"));
    stop(before);
    part(position, 1, "30", "62000");
    part(position, 0, "20", "61000");
    part(position, 2, "50", "63000");
    // What the dead engine did: took the first of them, and no more.
    await(
        redis.send(
            Request.cmd(Command.XREADGROUP)
                .arg("GROUP")
                .arg("accounting")
                .arg("dead")
                .arg("COUNT")
                .arg("1")
                .arg("STREAMS")
                .arg(TRANSITIONS)
                .arg(">")));

    Engine engine = startImpatient();
    Position closed = engine.closed("alice", position.id());

    assertThat(closed.reductions()).isEqualTo(2);
    assertThat(closed.gross()).isEqualByComparingTo("230");
    assertThat(closed.fees()).isEqualByComparingTo("7.338");
    assertThat(engine.usdt("alice").balance()).isEqualByComparingTo("100222.662");
    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("0");
    Engine.eventually("told", () -> engine.eventTypes("alice").contains("position_closed"));
    assertThat(engine.eventTypes("alice"))
        .filteredOn(type -> type.startsWith("position_"))
        .containsExactly(
            "position_opened",
            "position_updated",
            "position_updated",
            "position_closing",
            "position_closed");
    assertThat(await(store.states(PARTITION)).readable()).isEmpty();
  }

  @Test
  void closesEachPartOnce_whenTwoEnginesEvaluateAndBook() {
    ManualMembers membersOfA = new ManualMembers("engine-a");
    ManualMembers membersOfB = new ManualMembers("engine-b");
    membersOfA.set(Role.RULES, "engine-a", "engine-b");
    membersOfB.set(Role.RULES, "engine-a", "engine-b");
    Engine a = start(membersOfA, Map.of());
    Engine b = start(membersOfB, Map.of());
    feed.trade(Engine.LIN, "60000.0");
    Position position = a.opened(inThree().command());
    a.armed(4);
    b.armed(4);

    for (String price : new String[] {"61000.0", "60500.0", "62000.0", "63000.0"}) {
      feed.trade(Engine.LIN, price);
    }
    Position closed = a.closed("alice", position.id());

    assertThat(closed.gross()).isEqualByComparingTo("230");
    assertThat(b.usdt("alice").balance()).isEqualByComparingTo("100222.662");
    Engine.eventually(
        "every hit has an answer",
        () ->
            a.counter("rules_fired_total") + b.counter("rules_fired_total") == 3
                && a.counter("rules_commit_lost_total") + b.counter("rules_commit_lost_total")
                    == 3);
    Engine.eventually("told", () -> a.eventTypes("alice").contains("position_closed"));
    assertThat(a.eventTypes("alice"))
        .filteredOn(type -> type.startsWith("position_"))
        .containsExactly(
            "position_opened",
            "position_updated",
            "position_updated",
            "position_closing",
            "position_closed");
    assertThat(a.entries("tickwire:{u:alice}:ledger")).hasSize(2 + 3 * 2);
  }
}
