package io.tickwire.rules;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.cluster.Role;
import io.tickwire.common.market.Side;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Ids;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleQuery;
import io.tickwire.common.wire.Trigger;
import io.tickwire.rules.store.AccountStore;
import io.tickwire.rules.store.Booking;
import io.tickwire.rules.store.Intent;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.RuleStore;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.Transition;
import io.tickwire.testsupport.ManualMembers;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Engines that die at the worst moment, and what others find. */
class FaultTest extends EngineTest {
  private static final int PARTITION = Feed.partition(Engine.LIN);
  private static final String TRANSITIONS = RuleStore.transitionsKey(PARTITION);

  private final RuleStore store = new RuleStore(redis, Duration.ofHours(1));
  private final AccountStore accounts = new AccountStore(redis);

  private Position openedAndLeft() {
    Engine engine = start();
    feed.trade(Engine.LIN, "60000.0");
    Position position = engine.opened(Engine.open("alice", Side.LONG, "100", "59000", null));
    engine.armed(1);
    Engine.eventually("told", () -> engine.eventTypes("alice").contains("account_update"));
    stop(engine);
    return position;
  }

  private Execution committedByHand(Position position, String engine) {
    Execution execution =
        new Execution(
            Engine.newId(Ids.EXECUTION),
            position.user(),
            ExecutionKind.STOP_LOSS,
            position.id(),
            null,
            position.symbol(),
            position.stopLoss(),
            null,
            new BigDecimal("59000"),
            position.openQuantity(),
            null,
            1,
            2,
            0,
            false,
            false,
            engine,
            List.of());
    List<Outcome> outcomes =
        await(
            store.commit(
                PARTITION,
                List.of(
                    new Transition(
                        position.id(),
                        LiveStatus.OPEN,
                        1,
                        LiveStatus.CLOSING,
                        execution.id(),
                        execution))));
    assertThat(outcomes.get(0).kind()).isEqualTo(Outcome.Kind.DONE);
    return execution;
  }

  @Test
  void armsAgainAndFires_whenTheEngineRestarts() {
    Position position = openedAndLeft();

    Engine engine = start();
    engine.armed(1);
    feed.trade(Engine.LIN, "58990.0");

    Position closed = engine.closed("alice", position.id());
    assertThat(closed.exitPrice()).isEqualByComparingTo("58990");
    assertThat(execution(engine, closed).late()).isFalse();
  }

  @Test
  void saysItWasLate_whenThePriceHadPassedDuringTheRestart() {
    Position position = openedAndLeft();
    feed.trade(Engine.LIN, "58990.0");

    Engine engine = start();

    Position closed = engine.closed("alice", position.id());
    assertThat(closed.exitPrice()).isEqualByComparingTo("58990");
    assertThat(execution(engine, closed).late()).isTrue();
  }

  private static Execution execution(Engine engine, Position closed) {
    return Json.convert(
        Engine.done(
            engine.ask(new RuleQuery.GetExecution("alice", String.valueOf(closed.executionId())))),
        Execution.class);
  }

  @Test
  void leavesAnEarlierTickToTheOtherOwner_whenItHasJustLoaded() {
    Position position = openedAndLeft();
    ManualMembers members = new ManualMembers("engine-a");
    members.set(Role.RULES, "engine-a", "engine-other");
    Engine engine = start(members, Map.of("rules.yield", "3s"));
    engine.armed(1);
    feed.trade(Engine.LIN, "58990.0");
    Engine.eventually(
        "decided",
        () -> engine.context.telemetry().metrics().get("rules_commit_queue").gauge().value() == 1);

    Execution first = committedByHand(position, "engine-other");

    assertThat(engine.closed("alice", position.id()).executionId()).isEqualTo(first.id());
    Engine.eventually("lost", () -> engine.counter("rules_commit_lost_total") == 1);
    assertThat(engine.counter("rules_fired_total")).isZero();
  }

  @Test
  void commits_whenTheOtherOwnerDoesNot() {
    Position position = openedAndLeft();
    ManualMembers members = new ManualMembers("engine-a");
    members.set(Role.RULES, "engine-a", "engine-other");
    Engine engine = start(members, Map.of("rules.yield", "500ms"));
    engine.armed(1);

    feed.trade(Engine.LIN, "58990.0");

    assertThat(engine.closed("alice", position.id()).exitPrice()).isEqualByComparingTo("58990");
  }

  @Test
  void completesTheBooking_whenTheEngineDiedAfterTheCommit() {
    Position position = openedAndLeft();
    committedByHand(position, "dead");

    Engine engine = start();

    Position closed = engine.closed("alice", position.id());
    assertThat(closed.net()).isEqualByComparingTo("-107.14");
    assertThat(engine.counter("rules_fired_total")).isZero();
  }

  @Test
  void booksOnce_whenTheEngineDiedBeforeAcknowledging() {
    Position position = openedAndLeft();
    Execution execution = committedByHand(position, "dead");
    // What the dead engine did: read the entry, booked it under the user's tag, and no more.
    await(
        redis.send(
            Request.cmd(Command.XREADGROUP)
                .arg("GROUP")
                .arg("accounting")
                .arg("dead")
                .arg("STREAMS")
                .arg(TRANSITIONS)
                .arg(">")));
    Position booked =
        await(
                accounts.close(
                    new Booking.Closing(
                        held(position),
                        closedBy(position, execution),
                        60_000_000_000L,
                        -10_000_000_000L,
                        354_000_000L,
                        0,
                        execution)))
            .now()
            .position();

    Engine engine = startImpatient();
    Engine.eventually(
        "claimed and told", () -> engine.eventTypes("alice").contains("position_closed"));

    assertThat(engine.position("alice", position.id())).isEqualTo(booked);
    assertThat(engine.usdt("alice").balance()).isEqualByComparingTo("99892.86");
    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("0");
    Engine.eventually("acknowledged", () -> pending() == 0);
    assertThat(engine.eventTypes("alice"))
        .containsOnlyOnce("position_opened", "position_closing", "position_closed");
    assertThat(await(store.states(PARTITION)).readable()).isEmpty();
  }

  private long pending() {
    return await(redis.send(Request.cmd(Command.XPENDING).arg(TRANSITIONS).arg("accounting")))
        .get(0)
        .toLong();
  }

  private Booking.Held held(Position position) {
    return await(accounts.held(position.user(), position.id())).orElseThrow();
  }

  private static Position closedBy(Position open, Execution execution) {
    return open.change()
        .openQuantity(BigDecimal.ZERO)
        .status(PositionStatus.CLOSED)
        .version(3)
        .closedAt(1L)
        .exitPrice(execution.fillPrice())
        .closeReason(execution.kind())
        .gross(new BigDecimal("-100"))
        .fees(new BigDecimal("7.14"))
        .net(new BigDecimal("-107.14"))
        .executionId(execution.id())
        .done();
  }

  @Test
  void repairsTheState_whenRedisForgotTheCloseButNotTheBooking() {
    Position position = openedAndLeft();
    Execution first = committedByHand(position, "dead");
    await(
        accounts.close(
            new Booking.Closing(
                held(position),
                closedBy(position, first),
                60_000_000_000L,
                -10_000_000_000L,
                354_000_000L,
                0,
                first)));
    // The close is gone: the record is open again, and the entry with it.
    await(redis.send(Request.cmd(Command.DEL).arg(TRANSITIONS)));
    await(
        redis.send(
            Request.cmd(Command.HSET)
                .arg("tickwire:{p" + PARTITION + "}:state")
                .arg(position.id())
                .arg("open|1||0|1|0")));

    Engine engine = startImpatient();
    engine.armed(1);
    feed.trade(Engine.LIN, "58990.0");
    Engine.eventually("taken out", () -> await(store.states(PARTITION)).readable().isEmpty());

    assertThat(engine.position("alice", position.id()).executionId()).isEqualTo(first.id());
    assertThat(engine.usdt("alice").balance()).isEqualByComparingTo("99892.86");
  }

  @Test
  void drivesAnIntentOn_whenTheEngineDiedAfterNotingIt() {
    Position template = openedAndLeft();
    Position hanging = renamed(template, Engine.newId(Ids.POSITION));
    await(
        store.note(
            PARTITION, new Intent(StoredRule.of(hanging, 0, 1), 60_000_000_000L, 360_000_000L, 0)));

    Engine engine = startImpatient();
    engine.armed(2);

    assertThat(engine.position("alice", hanging.id()).status()).isEqualTo(PositionStatus.OPEN);
    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("1200");
    assertThat(engine.counter("rules_redriven_total")).isGreaterThanOrEqualTo(1);
    assertThat(await(store.intents(PARTITION))).isEmpty();
  }

  @Test
  void isLiveWhenTheSameCommandIsAnswered_thoughTheEngineThatTookItDiedBeforeArming() {
    Engine first = start();
    feed.trade(Engine.LIN, "60000.0");
    RuleCommand.OpenPosition open = Engine.open("alice", Side.LONG, "1", "59000", null);
    RuleCommand.CreateTrigger create = Engine.alert("alice", Condition.ABOVE, "65000");
    Position position = first.opened(open);
    Trigger trigger = first.created(create);
    first.armed(2);
    stop(first);
    bookedButNotArmed(position.id());
    bookedButNotArmed(trigger.id());

    Engine engine =
        start(new LocalMembers("engine-a"), Map.of("rules.sweep", "1h", "rules.claim-after", "1h"));
    feed.trade(Engine.LIN, "60000.0");
    engine.armed(0);
    assertThat(engine.opened(open).id()).isEqualTo(position.id());
    assertThat(engine.created(create).id()).isEqualTo(trigger.id());

    assertThat(await(store.intents(PARTITION))).isEmpty();
    engine.armed(2);
  }

  /** As an engine leaves it that dies between its account's key and its partition's. */
  private void bookedButNotArmed(String id) {
    StoredRule rule = Objects.requireNonNull(await(store.read(PARTITION, id)).orElseThrow().rule());
    await(store.note(PARTITION, new Intent(rule, 0, 0, System.currentTimeMillis())));
    for (String key : List.of("state", "doc")) {
      await(
          redis.send(
              Request.cmd(Command.HDEL).arg("tickwire:{p" + PARTITION + "}:" + key).arg(id)));
    }
  }

  private static Position renamed(Position position, String id) {
    return new Position(
        id,
        position.user(),
        position.symbol(),
        position.market(),
        position.side(),
        position.quantity(),
        position.openQuantity(),
        position.entryPrice(),
        position.leverage(),
        position.margin(),
        position.liquidationPrice(),
        position.stopLoss(),
        position.takeProfit(),
        position.takeProfits(),
        position.trailingStop(),
        position.triggerSource(),
        position.priceProtectionBp(),
        position.status(),
        position.version(),
        position.reductions(),
        position.openedAt(),
        null,
        null,
        null,
        null,
        position.fees(),
        null,
        null,
        position.currency(),
        null,
        null);
  }

  @Test
  void booksWhatHangs_whenTheGroupLostTheEntry() {
    Position position = openedAndLeft();
    committedByHand(position, "dead");
    // As if somebody had acknowledged it without booking.
    await(
        redis.send(
            Request.cmd(Command.XGROUP).arg("SETID").arg(TRANSITIONS).arg("accounting").arg("$")));

    Engine engine = startImpatient();

    assertThat(engine.closed("alice", position.id()).net()).isEqualByComparingTo("-107.14");
    assertThat(engine.counter("rules_redriven_total")).isGreaterThanOrEqualTo(1);
  }

  @Test
  void armsWhatItMissed_whenAChangeNeverCame() {
    Engine engine = startImpatient();
    feed.trade(Engine.LIN, "60000.0");
    Trigger trigger = engine.created(Engine.alert("alice", Condition.BELOW, "59000"));
    engine.armed(1);
    String changes = RuleStore.changesKey(PARTITION);
    String doc = "tickwire:{p" + PARTITION + "}:doc";
    String state = "tickwire:{p" + PARTITION + "}:state";

    await(redis.send(Request.cmd(Command.HDEL).arg(state).arg(trigger.id())));
    engine.armed(0);
    await(redis.send(Request.cmd(Command.HSET).arg(state).arg(trigger.id()).arg("armed|1||0|1|0")));
    engine.armed(1);

    assertThat(await(redis.send(Request.cmd(Command.HLEN).arg(doc))).toLong()).isEqualTo(1);
    assertThat(engine.entries(changes)).hasSize(1);
    assertThat(engine.counter("rules_repaired_total")).isEqualTo(2);
  }

  @Test
  void isNotReady_whileThereAreNoInstruments() {
    Engine engine = start();
    await(redis.send(Request.cmd(Command.DEL).arg("tickwire:instruments")));
    stop(engine);
    Engine without = startUnready(new LocalMembers("engine-b"), Map.of());

    Engine.eventually(
        "the rest is there",
        () -> Boolean.TRUE.equals(without.context.telemetry().health().conditions().get("redis")));
    assertThat(without.context.telemetry().health().isReady()).isFalse();
    RedisLink link = redis;
    Engine.storeInstruments(link);
    vertx.eventBus().publish("tickwire.instruments", "");

    Engine.eventually("ready", () -> without.context.telemetry().health().isReady());
  }

  @Test
  void isUnavailable_whenNobodyOwnsThePartition() {
    Engine engine = start(new ManualMembers("engine-a"), Map.of());
    ((ManualMembers) engine.context.members()).set(Role.RULES, "engine-x", "engine-y");
    Engine.eventually("nothing owned", () -> engine.service.partitionsOwned() == 0);

    assertThat(engine.refused(Engine.open("alice", Side.LONG, "100", null, null)).code())
        .isEqualTo(ErrorCode.UNAVAILABLE);
  }
}
