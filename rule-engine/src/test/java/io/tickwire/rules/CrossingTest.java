package io.tickwire.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Ids;
import io.tickwire.common.wire.RuleQuery;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerAction;
import io.tickwire.common.wire.TriggerStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrossingTest extends EngineTest {
  private Engine startAt(String price) {
    Engine engine = start(new LocalMembers("engine-a"), Map.of());
    feed.trade(Engine.LIN, price);
    return engine;
  }

  private static Trigger created(Engine engine, Condition condition, String price) {
    Trigger trigger = engine.created(Engine.alert("alice", condition, price));
    engine.armed(1);
    return trigger;
  }

  private static JsonNode execution(Engine engine, Trigger trigger) {
    Engine.eventually(
        "executed", () -> engine.trigger("alice", trigger.id()).status() == TriggerStatus.EXECUTED);
    String id = String.valueOf(engine.trigger("alice", trigger.id()).executionId());
    Engine.eventually(
        "on record",
        () -> engine.ask(new RuleQuery.GetExecution("alice", id)) instanceof RuleReply.Done);
    return Engine.done(engine.ask(new RuleQuery.GetExecution("alice", id)));
  }

  private static void assertFiredOn(JsonNode execution, Tick tick, String direction) {
    assertThat(execution.get("tick").get("sequence").asLong()).isEqualTo(tick.sequence());
    assertThat(execution.get("direction").asText()).isEqualTo(direction);
    assertThat(execution.get("threshold").asText()).isEqualTo("65000.0");
  }

  @Test
  void armedExactlyAtTheThreshold_itFiresOnTheFirstCrossFromBelow() {
    Engine engine = startAt("65000.0");
    Trigger trigger = created(engine, Condition.CROSSES_UP, "65000");

    feed.trade(Engine.LIN, "65100.0");
    feed.trade(Engine.LIN, "64999.9");
    Tick fires = feed.trade(Engine.LIN, "65000.0");

    assertFiredOn(execution(engine, trigger), fires, "crosses_up");
  }

  @Test
  void isAcceptedBeyondTheThreshold_andNeverTrueAtOnce() {
    Engine engine = startAt("65200.0");
    Trigger trigger = created(engine, Condition.CROSSES_UP, "65000");

    feed.trade(Engine.LIN, "65300.0");
    feed.trade(Engine.LIN, "64000.0");
    Tick fires = feed.trade(Engine.LIN, "65400.0");

    assertFiredOn(execution(engine, trigger), fires, "crosses_up");
  }

  @Test
  void firesOnceAndTellsTheDirection_whenItCrossesEitherWay() {
    Engine engine = startAt("64000.0");
    Trigger trigger = created(engine, Condition.CROSSES, "65000");

    Tick fires = feed.trade(Engine.LIN, "66000.0");
    feed.trade(Engine.LIN, "64000.0");

    assertFiredOn(execution(engine, trigger), fires, "crosses_up");
    Engine.eventually("told", () -> engine.eventTypes("alice").contains("trigger_executed"));
    assertThat(engine.eventTypes("alice")).containsExactly("trigger_executed");
    engine.armed(0);
  }

  @Test
  void firesOnAFallOnly_whenItCrossesDown() {
    Engine engine = startAt("64000.0");
    Trigger trigger = created(engine, Condition.CROSSES_DOWN, "65000");

    feed.trade(Engine.LIN, "66000.0");
    Tick fires = feed.trade(Engine.LIN, "64500.0");

    assertFiredOn(execution(engine, trigger), fires, "crosses_down");
  }

  @Test
  void takesTheFirstTickAsReference_whenNoPriceIsKnown() {
    Engine engine = start(new LocalMembers("engine-a"), Map.of());
    Trigger trigger = created(engine, Condition.CROSSES_UP, "65000");
    feed.setClock(System.currentTimeMillis());

    feed.trade(Engine.LIN, "66000.0");
    feed.trade(Engine.LIN, "64000.0");
    Tick fires = feed.trade(Engine.LIN, "65000.0");

    assertFiredOn(execution(engine, trigger), fires, "crosses_up");
  }

  @Test
  void opensAPositionAtTheTick() {
    Engine engine = startAt("64000.0");
    TriggerAction.Open open =
        new TriggerAction.Open(
            Side.LONG, TriggerOrders.d("100"), TriggerOrders.d("10"), null, null);
    Trigger trigger =
        engine.created(TriggerOrders.openAt("alice", Condition.CROSSES_UP, "65000", open));
    engine.armed(1);

    feed.trade(Engine.LIN, "65100.0");

    assertThat(execution(engine, trigger).get("fill_price").asText()).isEqualTo("65100.0");
    assertThat(engine.position("alice", Ids.derive(Ids.POSITION, trigger.id())).entryPrice())
        .isEqualByComparingTo("65100");
  }

  @Test
  void watchesTheBidForARiseAndTheAskForAFall() {
    Engine engine = startAt("60000.0");
    feed.quote(Engine.LIN, "60000.0", "60000.5");
    Trigger up = engine.created(TriggerOrders.onBidAsk("alice", Condition.CROSSES_UP, "65000"));
    Trigger down = engine.created(TriggerOrders.onBidAsk("alice", Condition.CROSSES_DOWN, "55000"));
    engine.armed(2);

    feed.quote(Engine.LIN, "64999.9", "65000.4");
    feed.quote(Engine.LIN, "65000.0", "65000.5");
    feed.quote(Engine.LIN, "54999.0", "55000.1");
    feed.quote(Engine.LIN, "54998.0", "55000.0");

    assertThat(execution(engine, up).get("tick").get("price").asText()).isEqualTo("65000.0");
    assertThat(execution(engine, down).get("tick").get("price").asText()).isEqualTo("55000.0");
  }
}
