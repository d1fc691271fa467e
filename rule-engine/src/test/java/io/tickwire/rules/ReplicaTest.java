package io.tickwire.rules;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tickwire.common.cluster.Role;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.Trigger;
import io.tickwire.testsupport.ManualMembers;
import io.tickwire.testsupport.TestContext;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Two engines on one bus and one Redis. */
class ReplicaTest extends EngineTest {
  private static final String PARTITION = "tickwire:{p" + Feed.partition(Engine.LIN) + "}:";

  /** The states of 64 partitions by two engines, and their intents by one. */
  private static final long READS_A_TURN = 3 * 64;

  private final ManualMembers membersOfA = new ManualMembers("engine-a");
  private final ManualMembers membersOfB = new ManualMembers("engine-b");

  private void alive(String... engines) {
    membersOfA.set(Role.RULES, engines);
    membersOfB.set(Role.RULES, engines);
  }

  @Test
  void commitsAndBooksOnce_whenBothEvaluate() {
    alive("engine-a", "engine-b");
    Engine a = start(membersOfA, Map.of());
    Engine b = start(membersOfB, Map.of());
    feed.trade(Engine.LIN, "60000.0");
    Position position = a.opened(Engine.open("alice", Side.LONG, "100", "59000", null));
    a.armed(1);
    b.armed(1);

    await(redis.send(Request.cmd(Command.CLIENT).arg("PAUSE").arg(60_000).arg("WRITE")));
    feed.trade(Engine.LIN, "58990.0");
    Engine.eventually("a decided", () -> a.gauge("rules_commit_queue") == 1);
    Engine.eventually("b decided", () -> b.gauge("rules_commit_queue") == 1);
    await(redis.send(Request.cmd(Command.CLIENT).arg("UNPAUSE")));
    a.closed("alice", position.id());
    Engine.eventually(
        "both have an answer",
        () ->
            a.counter("rules_fired_total") + b.counter("rules_fired_total") == 1
                && a.counter("rules_commit_lost_total") + b.counter("rules_commit_lost_total")
                    == 1);

    assertThat(a.entries(PARTITION + "transitions"))
        .filteredOn(entry -> entry.field("what").equals("closing"))
        .hasSize(1);
    assertThat(a.entries("tickwire:{u:alice}:ledger"))
        .filteredOn(entry -> entry.field("key").endsWith(":close"))
        .hasSize(2);
    assertThat(a.eventTypes("alice")).containsOnlyOnce("position_closing", "position_closed");
    assertThat(b.usdt("alice").balance()).isEqualByComparingTo("99891.8606");
    a.armed(0);
    b.armed(0);
  }

  @Test
  void passesACommandOn_whenAnotherOwnsThePartition() {
    alive("engine-a", "engine-b");
    Engine a = start(membersOfA, Map.of("rules.replicas", "1"));
    Engine b = start(membersOfB, Map.of("rules.replicas", "1"));
    feed.trade(Engine.LIN, "60000.0");
    feed.trade(Engine.SPOT, "2000.00");

    // Commands are handed out in turn: each engine gets some of each symbol.
    for (int i = 0; i < 4; i++) {
      Position linear = a.opened(Engine.open("alice", Side.LONG, "100", "59000", null));
      Position spot =
          a.opened(Engine.open("alice", Engine.SPOT, Side.LONG, "1", "1", "1900", null, null));
      assertThat(a.send(new RuleCommand.ClosePosition(linear.id(), "alice", null)))
          .isInstanceOf(RuleReply.Done.class);
      assertThat(a.send(new RuleCommand.ClosePosition(spot.id(), "alice", null)))
          .isInstanceOf(RuleReply.Done.class);
    }
    assertThat(List.of(a, b))
        .allSatisfy(
            engine ->
                assertThat(
                        engine
                            .context
                            .telemetry()
                            .metrics()
                            .get("rules_partitions")
                            .gauge()
                            .value())
                    .isBetween(1.0, 63.0));
  }

  @Test
  void showsUnrealizedProfit_ofPartitionsThatOthersOwn() {
    alive("engine-a", "engine-b");
    Engine a = start(membersOfA, Map.of("rules.replicas", "1"));
    start(membersOfB, Map.of("rules.replicas", "1"));
    feed.trade(Engine.LIN, "60000.0");
    a.opened(Engine.open("alice", Side.LONG, "100", "59000", null));
    feed.trade(Engine.LIN, "60500.0");

    for (int i = 0; i < 4; i++) {
      assertThat(a.usdt("alice").unrealized()).isEqualByComparingTo("50");
    }
  }

  @Test
  void firesTheStopOfADeadEngine_whenThePartitionMoves() {
    alive("engine-a");
    Engine a = start(membersOfA, Map.of());
    feed.trade(Engine.LIN, "60000.0");
    Position position = a.opened(Engine.open("alice", Side.LONG, "100", "59000", null));
    a.armed(1);
    stop(a);

    alive("engine-b");
    Engine b = start(membersOfB, Map.of());
    b.armed(1);
    feed.trade(Engine.LIN, "58990.0");

    assertThat(b.closed("alice", position.id()).exitPrice()).isEqualByComparingTo("58990");
  }

  @Test
  void keepsEvaluating_untilThePartitionIsReleased() {
    alive("engine-a");
    Engine a = start(membersOfA, Map.of("rules.release-after", "300ms"));
    feed.trade(Engine.LIN, "60000.0");
    a.opened(Engine.open("alice", Side.LONG, "100", "59000", null));
    a.armed(1);

    membersOfA.set(Role.RULES, "engine-b", "engine-c");

    Engine.eventually("nothing owned", () -> a.service.partitionsOwned() == 0);
    a.armed(1);
    a.armed(0);
    Engine.eventually("nothing wanted", () -> feed.demanded("engine-a/rules").isEmpty());
  }

  @Test
  void readsEachPartitionOnceATurn_inEveryOwner() {
    alive("engine-a", "engine-b");
    start(membersOfA, Engine.IMPATIENT);
    start(membersOfB, Engine.IMPATIENT);
    long firstTurn = turn();
    long before = scans();

    Engine.eventually("ten turns", () -> scans() - before >= 10 * READS_A_TURN);
    long reads = scans() - before;

    assertThat(reads).isLessThanOrEqualTo((turn() - firstTurn + 1) * READS_A_TURN);
  }

  private static long turn() {
    return System.currentTimeMillis() / 200;
  }

  /** How often Redis was asked for all of a hash: nothing else does it but loading and sweeping. */
  private long scans() {
    String stats =
        TestContext.await(redis.send(Request.cmd(Command.INFO).arg("commandstats"))).toString();
    Matcher calls = Pattern.compile("cmdstat_hscan:calls=(\\d+)").matcher(stats);
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }

  @Test
  void bothFindWhatTheyMissed_whenAChangeNeverCame() {
    alive("engine-a", "engine-b");
    Engine a = start(membersOfA, Engine.IMPATIENT);
    Engine b = start(membersOfB, Engine.IMPATIENT);
    feed.trade(Engine.LIN, "60000.0");
    Trigger trigger = a.created(Engine.alert("alice", Condition.BELOW, "59000"));
    a.armed(1);
    b.armed(1);

    TestContext.await(
        redis.send(Request.cmd(Command.HDEL).arg(PARTITION + "state").arg(trigger.id())));

    a.armed(0);
    b.armed(0);
    assertThat(a.counter("rules_repaired_total")).isPositive();
    assertThat(b.counter("rules_repaired_total")).isPositive();
  }

  /** As a replica of Redis that takes over before it has heard of the edit. */
  @Test
  void goBackToTheStopBeforeAnEdit_whenRedisHasForgottenIt() {
    alive("engine-a", "engine-b");
    Engine a = start(membersOfA, Engine.IMPATIENT);
    Engine b = start(membersOfB, Engine.IMPATIENT);
    String id = openedOnBoth(a, b);
    String state = field("state", id);
    String document = field("doc", id);
    a.send(
        new RuleCommand.EditPosition(
            id, "alice", Map.of("stop_loss", new TextNode("57000")), null));
    Engine.eventually("edited", () -> !field("state", id).equals(state));

    put("state", id, state);
    put("doc", id, document);
    Engine.eventually("a goes back", () -> a.counter("rules_repaired_total") >= 1);
    Engine.eventually("b goes back", () -> b.counter("rules_repaired_total") >= 1);
    feed.trade(Engine.LIN, "58500.0");

    assertThat(a.closed("alice", id).exitPrice()).isEqualByComparingTo("58500");
  }

  /** Both have spent the stop: one won, the other one was told so. */
  @Test
  void fireAgain_whenRedisHasForgottenTheClosing() {
    alive("engine-a", "engine-b");
    Engine a = start(membersOfA, Engine.IMPATIENT);
    Engine b = start(membersOfB, Engine.IMPATIENT);
    String id = openedOnBoth(a, b);
    String state = field("state", id);
    String document = field("doc", id);
    feed.trade(Engine.LIN, "58990.0");
    Position closed = a.closed("alice", id);
    a.armed(0);
    b.armed(0);
    BigDecimal balance = a.usdt("alice").balance();

    put("state", id, state);
    put("doc", id, document);
    Engine.eventually(
        "fired again", () -> a.counter("rules_fired_total") + b.counter("rules_fired_total") >= 2);
    Engine.eventually("taken out", () -> field("state", id).isEmpty());

    assertThat(a.position("alice", id).executionId()).isEqualTo(closed.executionId());
    assertThat(a.usdt("alice").balance()).as("booked once").isEqualByComparingTo(balance);
  }

  private String openedOnBoth(Engine a, Engine b) {
    feed.trade(Engine.LIN, "60000.0");
    Position position = a.opened(Engine.open("alice", Side.LONG, "100", "59000", null));
    a.armed(1);
    b.armed(1);
    return position.id();
  }

  private String field(String key, String id) {
    Response value = await(redis.send(Request.cmd(Command.HGET).arg(PARTITION + key).arg(id)));
    return value == null ? "" : value.toString();
  }

  private void put(String key, String id, String value) {
    await(redis.send(Request.cmd(Command.HSET).arg(PARTITION + key).arg(id).arg(value)));
  }
}
