package io.tickwire.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.ExitPrice;
import io.tickwire.common.wire.Ids;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerAction;
import io.tickwire.common.wire.TriggerStatus;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerTest extends EngineTest {
  private static final Map<String, String> POOR = Map.of("rules.paper-balances", "USDT:700");

  private Engine start(Map<String, String> settings) {
    Engine engine = start(new LocalMembers("engine-a"), settings);
    feed.trade(Engine.LIN, "60000.0");
    return engine;
  }

  private static Trigger ended(Engine engine, String id) {
    Engine.eventually(
        "ended " + id, () -> engine.trigger("alice", id).status() != TriggerStatus.ARMED);
    Engine.eventually(
        "booked " + id,
        () ->
            engine.entries("tickwire:{p" + Feed.partition(Engine.LIN) + "}:changes").stream()
                .anyMatch(
                    entry ->
                        entry.field("id").equals(id)
                            && entry.field("state").startsWith("finished")));
    return engine.trigger("alice", id);
  }

  @Test
  void opensAPositionAtTheTick_whenThePriceRisesToIt() {
    Engine engine = start(Map.of());
    Trigger trigger = engine.created(Engine.openAbove("alice", "65000", "100"));
    engine.armed(1);

    feed.trade(Engine.LIN, "65000.0");

    Trigger executed = ended(engine, trigger.id());
    String positionId = Ids.derive(Ids.POSITION, trigger.id());
    assertThat(executed.status()).isEqualTo(TriggerStatus.EXECUTED);
    assertThat(executed.result()).isEqualTo(positionId);
    Position position = engine.position("alice", positionId);
    assertThat(position.entryPrice()).isEqualByComparingTo("65000");
    assertThat(position.margin()).isEqualByComparingTo("650");
    assertThat(position.fees()).isEqualByComparingTo("3.9");
    Engine.eventually("told", () -> engine.eventTypes("alice").size() >= 3);
    assertThat(engine.eventTypes("alice"))
        .containsExactly("trigger_executed", "position_opened", "account_update");
  }

  @Test
  void isRejectedForGood_whenTheBalanceDoesNotCoverIt() {
    Engine engine = start(Map.of("rules.paper-balances", "USDT:50"));
    Trigger trigger = engine.created(Engine.openAbove("alice", "65000", "100"));
    engine.armed(1);

    feed.trade(Engine.LIN, "65000.0");

    Trigger rejected = ended(engine, trigger.id());
    assertThat(rejected.status()).isEqualTo(TriggerStatus.REJECTED);
    assertThat(rejected.result()).isEqualTo("insufficient_balance");
    assertThat(engine.usdt("alice").balance()).isEqualByComparingTo("50");
    Engine.eventually("told", () -> engine.eventTypes("alice").contains("trigger_rejected"));
    engine.armed(0);
  }

  @Test
  void opensTheFirstOnly_whenTheBalanceCoversOneOfTwo() {
    Engine engine = start(POOR);
    Trigger first = engine.created(Engine.openAbove("alice", "65000", "100"));
    Trigger second = engine.created(Engine.openAbove("alice", "65000", "100"));
    engine.armed(2);

    feed.trade(Engine.LIN, "65000.0");

    assertThat(ended(engine, first.id()).status()).isEqualTo(TriggerStatus.EXECUTED);
    assertThat(ended(engine, second.id()).status()).isEqualTo(TriggerStatus.REJECTED);
    assertThat(engine.usdt("alice").available()).isEqualByComparingTo("46.1");
  }

  @Test
  void armsTheStopOfWhatItOpened() {
    Engine engine = start(Map.of());
    Trigger trigger =
        engine.created(
            Engine.trigger(
                "alice",
                Condition.BELOW,
                "59000",
                new TriggerAction(
                    new TriggerAction.Open(
                        Side.SHORT,
                        new BigDecimal("100"),
                        BigDecimal.TEN,
                        ExitPrice.at(new BigDecimal("59500")),
                        null),
                    null)));
    engine.armed(1);
    feed.trade(Engine.LIN, "58990.0");
    ended(engine, trigger.id());
    engine.armed(1);

    feed.trade(Engine.LIN, "59500.0");

    Position closed = engine.closed("alice", Ids.derive(Ids.POSITION, trigger.id()));
    assertThat(closed.gross()).isEqualByComparingTo("-51");
  }

  @Test
  void isRejected_whenTheTickIsBeyondTheStopItWouldOpenWith() {
    Engine engine = start(Map.of());
    Trigger trigger =
        engine.created(
            Engine.trigger(
                "alice",
                Condition.BELOW,
                "59000",
                new TriggerAction(
                    new TriggerAction.Open(
                        Side.LONG,
                        new BigDecimal("100"),
                        BigDecimal.TEN,
                        ExitPrice.at(new BigDecimal("58900")),
                        null),
                    null)));
    engine.armed(1);

    feed.trade(Engine.LIN, "58800.0");

    Trigger rejected = ended(engine, trigger.id());
    assertThat(rejected.status()).isEqualTo(TriggerStatus.REJECTED);
    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("0");
  }

  @ParameterizedTest(name = "{0} 65,000, mark {1}, last {2}: {3}")
  @CsvSource({"ABOVE, 65000.0, 64900.0, EXECUTED", "BELOW, 64900.0, 65100.0, REJECTED"})
  void measuresTheStopOfWhatItOpensAtTheMark_whenItWatchesThat(
      Condition condition, String mark, String last, TriggerStatus status) {
    Engine engine = start(Map.of());
    feed.mark(Engine.LIN, condition == Condition.ABOVE ? "64000.0" : "66000.0");
    TriggerAction.Open open =
        new TriggerAction.Open(
            Side.LONG,
            new BigDecimal("100"),
            BigDecimal.TEN,
            ExitPrice.at(new BigDecimal("64950")),
            null);
    Trigger trigger = engine.created(TriggerOrders.openOnMark("alice", condition, "65000", open));
    engine.armed(1);
    feed.trade(Engine.LIN, last);

    feed.mark(Engine.LIN, mark);

    assertThat(ended(engine, trigger.id()).status()).isEqualTo(status);
  }

  @Test
  void tellsItsOwner_whenAnAlertFires() {
    Engine engine = start(Map.of());
    Trigger trigger = engine.created(Engine.alert("alice", Condition.BELOW, "59000"));
    engine.armed(1);

    feed.trade(Engine.LIN, "59000.0");

    assertThat(ended(engine, trigger.id()).status()).isEqualTo(TriggerStatus.EXECUTED);
    Engine.eventually("told", () -> engine.eventTypes("alice").contains("trigger_executed"));
    assertThat(engine.events("alice").get(0).data().get("execution").get("kind").asText())
        .isEqualTo("trigger");
  }

  @Test
  void isRefused_whenItsConditionIsTrueAlready() {
    Engine engine = start(Map.of());

    RuleReply.Refused refused = engine.refused(Engine.openAbove("alice", "59000", "100"));

    assertThat(refused.code()).isEqualTo(ErrorCode.WOULD_TRIGGER_IMMEDIATELY);
    assertThat(engine.keysOfUsers()).isEmpty();
  }

  @Test
  void isArmed_whenNoPriceIsKnownYet() {
    Engine engine = start(new LocalMembers("engine-a"), Map.of());
    Trigger trigger = engine.created(Engine.alert("alice", Condition.ABOVE, "59000"));
    engine.armed(1);
    feed.setClock(System.currentTimeMillis());

    feed.trade(Engine.LIN, "60000.0");

    assertThat(ended(engine, trigger.id()).status()).isEqualTo(TriggerStatus.EXECUTED);
  }

  @Test
  void firesByTheFirstTick_whenTheExchangesClockIsBehind() {
    Engine engine = start(new LocalMembers("engine-a"), Map.of());
    Trigger trigger = engine.created(Engine.alert("alice", Condition.ABOVE, "59000"));
    engine.armed(1);
    feed.setClock(System.currentTimeMillis() - 5_000);

    feed.trade(Engine.LIN, "60000.0");

    assertThat(ended(engine, trigger.id()).status()).isEqualTo(TriggerStatus.EXECUTED);
  }

  @Test
  void isNotFiredByACandleFromBefore_whenItWasCreatedWithoutAPrice() {
    Engine engine = start(new LocalMembers("engine-a"), Map.of());
    Trigger early = engine.created(Engine.alert("alice", Condition.ABOVE, "59000"));
    Trigger other = engine.created(Engine.alert("alice", Condition.BELOW, "58000"));
    engine.armed(2);
    long startMs = System.currentTimeMillis() - 120_000;
    feed.publish(
        Tick.candle(
            Engine.LIN,
            startMs,
            60_000,
            startMs * 1_000_000,
            1,
            588_000,
            600_000,
            588_000,
            588_000));
    feed.setClock(System.currentTimeMillis());

    feed.trade(Engine.LIN, "57000.0");

    assertThat(ended(engine, other.id()).status()).isEqualTo(TriggerStatus.EXECUTED);
    assertThat(engine.trigger("alice", early.id()).status()).isEqualTo(TriggerStatus.ARMED);
  }

  @Test
  void isRefused_whenItsUserHasTooMany() {
    Engine engine = start(Map.of("rules.max-triggers", "2"));
    engine.created(Engine.alert("alice", Condition.ABOVE, "61000"));
    Trigger second = engine.created(Engine.alert("alice", Condition.ABOVE, "61000"));
    engine.created(Engine.alert("bob", Condition.ABOVE, "61000"));

    RuleReply.Refused refused = engine.refused(Engine.alert("alice", Condition.ABOVE, "61000"));
    assertThat(refused.code()).isEqualTo(ErrorCode.MAX_TRIGGERS);
    assertThat(refused.field()).isEqualTo("action");

    engine.send(new RuleCommand.CancelTrigger(second.id(), "alice"));
    assertThat(engine.send(Engine.alert("alice", Condition.ABOVE, "61000")))
        .isInstanceOf(RuleReply.Done.class);
  }

  @Test
  void firesNoMore_whenCancelled() {
    Engine engine = start(Map.of());
    Trigger trigger = engine.created(Engine.alert("alice", Condition.BELOW, "59000"));
    engine.armed(1);

    RuleReply cancelled = engine.send(new RuleCommand.CancelTrigger(trigger.id(), "alice"));
    feed.trade(Engine.LIN, "58000.0");

    assertThat(Engine.done(cancelled).get("status").asText()).isEqualTo("cancelled");
    assertThat(engine.trigger("alice", trigger.id()).status()).isEqualTo(TriggerStatus.CANCELLED);
    Engine.eventually("told", () -> engine.eventTypes("alice").contains("trigger_cancelled"));
    assertThat(engine.send(new RuleCommand.CancelTrigger(trigger.id(), "alice")))
        .isInstanceOf(RuleReply.Done.class);
  }

  @Test
  void cannotBeCancelled_whenItFired() {
    Engine engine = start(Map.of());
    Trigger trigger = engine.created(Engine.alert("alice", Condition.BELOW, "59000"));
    engine.armed(1);
    feed.trade(Engine.LIN, "58000.0");
    ended(engine, trigger.id());

    RuleReply.Refused refused =
        engine.refused(new RuleCommand.CancelTrigger(trigger.id(), "alice"));

    assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(Engine.current(refused).get("status").asText()).isEqualTo("executed");
  }

  @Test
  void isNotFound_whenItIsAnothers() {
    Engine engine = start(Map.of());
    Trigger trigger = engine.created(Engine.alert("alice", Condition.BELOW, "59000"));

    assertThat(engine.refused(new RuleCommand.CancelTrigger(trigger.id(), "mallory")).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void isCreatedOnce_whenTheClientIdComesAgain() {
    Engine engine = start(Map.of());
    RuleCommand.CreateTrigger command = Engine.alert("alice", Condition.BELOW, "59000");
    RuleCommand.CreateTrigger first = withClientId(command, Engine.newId(Ids.TRIGGER));
    RuleCommand.CreateTrigger again = withClientId(command, Engine.newId(Ids.TRIGGER));

    Trigger created = engine.created(first);

    assertThat(engine.created(again).id()).isEqualTo(created.id());
    assertThat(engine.created(first).id()).isEqualTo(created.id());
    engine.armed(1);
  }

  private static RuleCommand.CreateTrigger withClientId(
      RuleCommand.CreateTrigger command, String id) {
    return new RuleCommand.CreateTrigger(
        id,
        command.user(),
        command.symbol(),
        command.condition(),
        command.price(),
        command.triggerSource(),
        command.action(),
        null,
        null,
        null,
        command.allowImmediate(),
        "my-own-7");
  }

  @Test
  void firesAtOnceUpwards_whenItsConditionIsTrueAndAllowed() {
    Engine engine = start(Map.of());
    Trigger trigger =
        engine.created(TriggerOrders.immediate(Engine.openAbove("alice", "59000", "100")));

    assertThat(trigger.condition()).isEqualTo(Condition.ABOVE);
    assertThat(ended(engine, trigger.id()).status()).isEqualTo(TriggerStatus.EXECUTED);
    String positionId = Ids.derive(Ids.POSITION, trigger.id());
    assertThat(engine.position("alice", positionId).entryPrice()).isEqualByComparingTo("60000");
  }

  @Test
  void measuresAPercentageFromTheFill_whenItOpensBeyondItsPrice() {
    Engine engine = start(Map.of());
    TriggerAction.Open open =
        new TriggerAction.Open(
            Side.LONG,
            new BigDecimal("100"),
            BigDecimal.TEN,
            ExitPrice.percent(new BigDecimal("2")),
            null);
    Trigger trigger = engine.created(TriggerOrders.openAt("alice", Condition.ABOVE, "65000", open));
    engine.armed(1);
    feed.trade(Engine.LIN, "65100.0");
    ended(engine, trigger.id());
    engine.armed(1);
    Position position = engine.position("alice", Ids.derive(Ids.POSITION, trigger.id()));
    assertThat(position.stopLoss()).isEqualByComparingTo("63798");

    feed.trade(Engine.LIN, "63798.1");
    assertThat(engine.position("alice", position.id()).status()).isEqualTo(PositionStatus.OPEN);
    feed.trade(Engine.LIN, "63798.0");

    assertThat(engine.closed("alice", position.id()).exitPrice()).isEqualByComparingTo("63798");
  }

  @Test
  void isRefused_whenTwoHundredWaitAndNothingElseIsSaid() {
    Engine engine = start(Map.of());
    for (int i = 0; i < 200; i++) {
      engine.created(Engine.alert("alice", Condition.ABOVE, "61000"));
    }

    assertThat(engine.refused(Engine.alert("alice", Condition.ABOVE, "61000")).code())
        .isEqualTo(ErrorCode.MAX_TRIGGERS);
  }
}
