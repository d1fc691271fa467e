package io.tickwire.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Event;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleQuery;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OneCancelsOtherTest extends EngineTest {
  private static final String GROUP = "breakout";

  private Engine startAt(String price) {
    Engine engine = start(new LocalMembers("engine-a"), Map.of());
    feed.trade(Engine.LIN, price);
    return engine;
  }

  private static RuleCommand.CreateTrigger alert(Condition condition, String price) {
    return TriggerOrders.grouped(Engine.alert("alice", condition, price), GROUP);
  }

  private static void awaitStatus(Engine engine, Trigger trigger, TriggerStatus status) {
    Engine.eventually(
        trigger.id() + " is " + status,
        () -> engine.trigger("alice", trigger.id()).status() == status);
  }

  private static JsonNode execution(Engine engine, Trigger trigger) {
    String id = String.valueOf(engine.trigger("alice", trigger.id()).executionId());
    Engine.eventually(
        "on record",
        () -> engine.ask(new RuleQuery.GetExecution("alice", id)) instanceof RuleReply.Done);
    return Engine.done(engine.ask(new RuleQuery.GetExecution("alice", id)));
  }

  @Test
  void theFirstThatFiresCancelsTheOtherInTheSameTransition() {
    Engine engine = startAt("62000.0");
    Trigger up =
        engine.created(TriggerOrders.grouped(Engine.openAbove("alice", "65000", "1"), GROUP));
    Trigger down = engine.created(alert(Condition.BELOW, "60000"));
    engine.armed(2);

    feed.trade(Engine.LIN, "65010.0");

    awaitStatus(engine, up, TriggerStatus.EXECUTED);
    awaitStatus(engine, down, TriggerStatus.CANCELLED);
    assertThat(execution(engine, up).get("cancelled"))
        .singleElement()
        .satisfies(id -> assertThat(id.asText()).isEqualTo(down.id()));
    Engine.eventually(
        "both told",
        () ->
            engine.eventTypes("alice").contains("trigger_executed")
                && engine.eventTypes("alice").contains("trigger_cancelled"));
    Event executed =
        engine.events("alice").stream()
            .filter(event -> event.type().equals("trigger_executed"))
            .findFirst()
            .orElseThrow();
    assertThat(executed.data().get("execution").get("cancelled").get(0).asText())
        .isEqualTo(down.id());

    feed.trade(Engine.LIN, "59000.0");
    engine.armed(0);
    assertThat(engine.trigger("alice", down.id()).status()).isEqualTo(TriggerStatus.CANCELLED);
  }

  @Test
  void theNearestWins_whenOneTickReachesTwo() {
    Engine engine = startAt("62000.0");
    Trigger far = engine.created(alert(Condition.ABOVE, "64000"));
    Trigger near = engine.created(alert(Condition.ABOVE, "63000"));
    engine.armed(2);

    feed.trade(Engine.LIN, "65000.0");

    awaitStatus(engine, near, TriggerStatus.EXECUTED);
    awaitStatus(engine, far, TriggerStatus.CANCELLED);
    assertThat(execution(engine, near).get("cancelled").get(0).asText()).isEqualTo(far.id());
  }

  @Test
  void othersStayArmed_whenTheyAreOfAnotherGroupOrUser() {
    Engine engine = startAt("62000.0");
    Trigger up = engine.created(alert(Condition.ABOVE, "65000"));
    Trigger otherGroup =
        engine.created(
            TriggerOrders.grouped(Engine.alert("alice", Condition.BELOW, "60000"), "another"));
    Trigger otherUser =
        engine.created(TriggerOrders.grouped(Engine.alert("bob", Condition.BELOW, "60000"), GROUP));
    engine.armed(3);

    feed.trade(Engine.LIN, "65000.0");

    awaitStatus(engine, up, TriggerStatus.EXECUTED);
    engine.armed(2);
    assertThat(engine.trigger("alice", otherGroup.id()).status()).isEqualTo(TriggerStatus.ARMED);
    assertThat(engine.trigger("bob", otherUser.id()).status()).isEqualTo(TriggerStatus.ARMED);
  }

  @Test
  void theOthersStayArmed_whenOneIsCancelledByItsUser() {
    Engine engine = startAt("62000.0");
    Trigger up = engine.created(alert(Condition.ABOVE, "65000"));
    Trigger down = engine.created(alert(Condition.BELOW, "60000"));
    engine.armed(2);

    Engine.done(engine.send(new RuleCommand.CancelTrigger(up.id(), "alice")));
    engine.armed(1);
    feed.trade(Engine.LIN, "60000.0");

    awaitStatus(engine, down, TriggerStatus.EXECUTED);
    assertThat(execution(engine, down).get("cancelled")).isEmpty();
  }

  @Test
  void isRefused_whenTheGroupIsOnAnotherSymbol() {
    Engine engine = startAt("62000.0");
    feed.trade(Engine.SPOT, "2000.00");
    engine.created(alert(Condition.ABOVE, "65000"));
    engine.armed(1);

    RuleCommand.CreateTrigger elsewhere =
        TriggerOrders.on(alert(Condition.BELOW, "1900"), Engine.SPOT);
    RuleReply.Refused refused = engine.refused(elsewhere);

    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID);
    assertThat(refused.field()).isEqualTo("oco_group");
    assertThat(engine.ask(new RuleQuery.GetTrigger("alice", elsewhere.id())))
        .isInstanceOf(RuleReply.Refused.class);
    engine.armed(1);
  }
}
