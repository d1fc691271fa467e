package io.tickwire.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleQuery;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.TriggerStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryTest extends EngineTest {
  private Engine engine;

  @BeforeEach
  void startEngine() {
    engine = start();
    feed.trade(Engine.LIN, "60000.0");
    feed.trade(Engine.SPOT, "2000.00");
  }

  private List<String> openFive() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(0, engine.opened(Engine.open("alice", Side.LONG, "1", null, null)).id());
    }
    return ids;
  }

  private JsonNode list(
      @Nullable PositionStatus status,
      @Nullable String symbol,
      @Nullable String cursor,
      int limit) {
    return Engine.done(
        engine.ask(new RuleQuery.ListPositions("alice", status, symbol, cursor, limit)));
  }

  private static List<String> ids(JsonNode page) {
    List<String> ids = new ArrayList<>();
    page.get("items").forEach(item -> ids.add(item.get("id").asText()));
    return ids;
  }

  @Test
  void listsNewestFirst_pageByPage() {
    List<String> newestFirst = openFive();
    JsonNode first = list(null, null, null, 2);
    JsonNode second = list(null, null, first.get("next_cursor").asText(), 2);
    JsonNode third = list(null, null, second.get("next_cursor").asText(), 2);

    List<String> all = new ArrayList<>(ids(first));
    all.addAll(ids(second));
    all.addAll(ids(third));
    assertThat(all).containsExactlyInAnyOrderElementsOf(newestFirst).doesNotHaveDuplicates();
    assertThat(third.get("next_cursor").isNull()).isTrue();
  }

  @Test
  void losesNothing_whenTheCursorsPositionClosesMeanwhile() {
    List<String> newestFirst = openFive();
    JsonNode first = list(PositionStatus.OPEN, null, null, 2);
    String cursor = first.get("next_cursor").asText();
    engine.send(new RuleCommand.ClosePosition(cursor, "alice", null));

    JsonNode second = list(PositionStatus.OPEN, null, cursor, 10);

    List<String> all = new ArrayList<>(ids(first));
    all.addAll(ids(second));
    assertThat(all).containsAll(newestFirst);
  }

  @Test
  void filtersByStatusAndSymbol() {
    List<String> linear = openFive();
    Position spot =
        engine.opened(Engine.open("alice", Engine.SPOT, Side.LONG, "1", "1", null, null, null));
    engine.send(new RuleCommand.ClosePosition(linear.get(0), "alice", null));

    assertThat(ids(list(null, Engine.SPOT, null, 10))).containsExactly(spot.id());
    assertThat(ids(list(PositionStatus.CLOSED, null, null, 10))).containsExactly(linear.get(0));
    assertThat(ids(list(PositionStatus.OPEN, Engine.LIN, null, 10)))
        .containsExactlyInAnyOrderElementsOf(linear.subList(1, 5));
  }

  @Test
  void seesNothing_ofOthers() {
    String id = openFive().get(0);

    assertThat(engine.ask(new RuleQuery.GetPosition("bob", id)))
        .isInstanceOfSatisfying(
            RuleReply.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThat(
            ids(Engine.done(engine.ask(new RuleQuery.ListPositions("bob", null, null, null, 10)))))
        .isEmpty();
  }

  @Test
  void showsThePaperMoney_ofWhoHasDoneNothing() {
    assertThat(engine.usdt("new").balance()).isEqualByComparingTo("100000");
    assertThat(engine.usdt("new").available()).isEqualByComparingTo("100000");
    assertThat(engine.keysOfUsers()).isEmpty();
  }

  @Test
  void listsTriggersAndExecutions() {
    String armed = engine.created(Engine.alert("alice", Condition.ABOVE, "61000")).id();
    String fired = engine.created(Engine.alert("alice", Condition.BELOW, "59000")).id();
    engine.armed(2);
    feed.trade(Engine.LIN, "58000.0");
    Engine.eventually(
        "booked", () -> engine.trigger("alice", fired).status() == TriggerStatus.EXECUTED);
    Engine.eventually("told", () -> engine.eventTypes("alice").contains("trigger_executed"));

    assertThat(
            ids(
                Engine.done(
                    engine.ask(
                        new RuleQuery.ListTriggers("alice", TriggerStatus.ARMED, null, null, 10)))))
        .containsExactly(armed);
    assertThat(
            ids(
                Engine.done(
                    engine.ask(new RuleQuery.ListTriggers("alice", null, Engine.LIN, null, 10)))))
        .containsExactly(fired, armed);
    assertThat(ids(Engine.done(engine.ask(new RuleQuery.ListExecutions("alice", null, 10)))))
        .containsExactly(String.valueOf(engine.trigger("alice", fired).executionId()));
  }

  @Test
  void isRefused_whenTheLimitCannotBe() {
    assertThat(engine.ask(new RuleQuery.ListPositions("alice", null, null, null, 501)))
        .isInstanceOfSatisfying(
            RuleReply.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }
}
