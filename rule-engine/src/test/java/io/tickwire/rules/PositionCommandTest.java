package io.tickwire.rules;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.Tick;
import io.tickwire.rules.store.RuleStore;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PositionCommandTest extends EngineTest {
  private Engine engine;

  @BeforeEach
  void startEngine() {
    engine = start();
    feed.trade(Engine.LIN, "60000.0");
  }

  private Position open() {
    Position position = engine.opened(Engine.open("alice", Side.LONG, "100", "59000", null));
    engine.armed(1);
    return position;
  }

  private static RuleCommand.EditPosition stop(
      Position position, JsonNode stop, @Nullable Long ifVersion) {
    return new RuleCommand.EditPosition(
        position.id(), "alice", Map.of("stop_loss", stop), ifVersion);
  }

  private static RuleCommand.ClosePosition close(Position position) {
    return new RuleCommand.ClosePosition(position.id(), "alice", null);
  }

  // Open.

  @Test
  void leavesNoTrace_whenRefused() {
    assertThat(engine.refused(Engine.open("alice", Side.LONG, "100", "60500", null)).code())
        .isIn(ErrorCode.WOULD_TRIGGER_IMMEDIATELY, ErrorCode.INVALID);
    assertThat(engine.refused(Engine.open("alice", Side.LONG, "0.5", null, null)).field())
        .isEqualTo("quantity");
    assertThat(engine.refused(Engine.open("alice", Side.LONG, "100", "59000.05", null)).field())
        .isEqualTo("stop_loss");
    RuleReply.Refused tooMuch =
        engine.refused(Engine.open("alice", Side.LONG, "100000000", null, null));
    assertThat(tooMuch.code()).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
    assertThat(tooMuch.field()).isEqualTo("quantity");
    assertThat(
            engine
                .refused(Engine.open("alice", Side.LONG, "99999999999999999999", null, null))
                .field())
        .isEqualTo("quantity");

    assertThat(engine.keysOfUsers()).isEmpty();
    assertThat(engine.keysOfRecords()).isEmpty();
  }

  @Test
  void isRefused_whenTheSymbolIsUnknown() {
    RuleReply.Refused refused =
        engine.refused(Engine.open("alice", "NO-SUCH", Side.LONG, "1", "1", null, null, null));

    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID);
    assertThat(refused.field()).isEqualTo("symbol");
  }

  @Test
  void isUnavailable_whenNoPriceComes() {
    RuleReply.Refused refused =
        engine.refused(Engine.open("alice", Engine.SPOT, Side.LONG, "1", "1", null, null, null));

    assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(feed.demanded("engine-a/rules")).contains(Engine.SPOT);
    assertThat(engine.keysOfRecords()).isEmpty();
  }

  @Test
  void waitsForTheFirstPrice() {
    Future<RuleReply> opening =
        engine.sending(Engine.open("alice", Engine.SPOT, Side.LONG, "1", "1", null, null, null));
    Engine.eventually("wanted", () -> feed.demanded("engine-a/rules").contains(Engine.SPOT));

    feed.trade(Engine.SPOT, "2000.00");

    Position position = Json.convert(Engine.done(await(opening)), Position.class);
    assertThat(position.entryPrice()).isEqualByComparingTo("2000");
  }

  @Test
  void happensOnce_whenTheSameCommandComesAgain() {
    RuleCommand.OpenPosition command = Engine.open("alice", Side.LONG, "100", null, null);

    Position first = engine.opened(command);

    assertThat(engine.opened(command)).isEqualTo(first);
    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("600");
  }

  @Test
  void happensOnce_whenTheClientIdComesAgain() {
    Position first =
        engine.opened(
            Engine.open("alice", Engine.LIN, Side.LONG, "100", "10", null, null, "order-1"));
    Position again =
        engine.opened(
            Engine.open("alice", Engine.LIN, Side.LONG, "200", "10", null, null, "order-1"));
    Position anothers =
        engine.opened(
            Engine.open("bob", Engine.LIN, Side.LONG, "100", "10", null, null, "order-1"));

    assertThat(again).isEqualTo(first);
    assertThat(anothers.id()).isNotEqualTo(first.id());
    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("600");
  }

  // Edit.

  @Test
  void waitsAtTheNewStop_whenEdited() {
    Position position = open();

    Position edited =
        Json.convert(
            Engine.done(engine.send(stop(position, TextNode.valueOf("58500"), 1L))),
            Position.class);
    assertThat(edited.version()).isEqualTo(2);
    assertThat(edited.stopLoss()).isEqualByComparingTo("58500");
    feed.trade(Engine.LIN, "58990.0");
    assertThat(engine.position("alice", position.id()).status()).isEqualTo(PositionStatus.OPEN);
    Engine.eventually("told", () -> engine.eventTypes("alice").contains("position_updated"));
    assertThat(toldAtMs("position_updated")).isEqualTo(notedAtMs("updated"));

    feed.trade(Engine.LIN, "58400.0");
    assertThat(engine.closed("alice", position.id()).exitPrice()).isEqualByComparingTo("58400");
  }

  @Test
  void closesAtTheStop_whenOnlyTheTargetWasEditedSinceATickThatComesLate() {
    Position position = open();
    Tick late = feed.next(Engine.LIN, "58990.0");
    feed.trade(Engine.LIN, "60000.0");

    Engine.done(
        engine.send(
            new RuleCommand.EditPosition(
                position.id(), "alice", Map.of("take_profit", TextNode.valueOf("62500")), 1L)));
    feed.publish(late.asRecovered());

    assertThat(engine.closed("alice", position.id()).exitPrice()).isEqualByComparingTo("58990");
  }

  private long toldAtMs(String type) {
    return engine.events("alice").stream()
        .filter(event -> event.type().equals(type))
        .findFirst()
        .orElseThrow()
        .timestamp();
  }

  private long notedAtMs(String what) {
    String id =
        engine
            .entries(RuleStore.transitionsKey(engine.context.partitions().of(Engine.LIN)))
            .stream()
            .filter(entry -> entry.field("what").equals(what))
            .findFirst()
            .orElseThrow()
            .id();
    return Long.parseLong(id.substring(0, id.indexOf('-')));
  }

  @Test
  void losesToTheStop_whenThatFiredFirst() {
    Position position = open();
    feed.trade(Engine.LIN, "58990.0");

    RuleReply.Refused refused = engine.refused(stop(position, TextNode.valueOf("58500"), null));

    assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(Engine.current(refused).get("close_reason").asText()).isEqualTo("stop_loss");
    assertThat(engine.closed("alice", position.id()).exitPrice()).isEqualByComparingTo("58990");
  }

  @Test
  void firesNoMore_whenTheStopIsRemoved() {
    Position position = open();
    engine.send(stop(position, NullNode.getInstance(), null));
    engine.armed(0);

    feed.trade(Engine.LIN, "58000.0");

    assertThat(engine.position("alice", position.id()).stopLoss()).isNull();
    assertThat(engine.position("alice", position.id()).status()).isEqualTo(PositionStatus.OPEN);
  }

  @Test
  void isRefused_whenTheEditCannotBe() {
    Position position = open();

    assertThat(engine.refused(stop(position, TextNode.valueOf("58500"), 7L)).code())
        .isEqualTo(ErrorCode.CONFLICT);
    assertThat(engine.refused(stop(position, TextNode.valueOf("60500"), null)).field())
        .isEqualTo("stop_loss");
    assertThat(engine.refused(stop(position, TextNode.valueOf("NaN"), null)).field())
        .isEqualTo("stop_loss");
    assertThat(engine.refused(stop(position, IntNode.valueOf(58500), null)).field())
        .isEqualTo("stop_loss");
    assertThat(
            engine
                .refused(
                    new RuleCommand.EditPosition(
                        position.id(), "alice", Map.of("leverage", TextNode.valueOf("5")), null))
                .field())
        .isEqualTo("leverage");
    assertThat(
            engine
                .refused(
                    new RuleCommand.EditPosition(
                        position.id(),
                        "mallory",
                        Map.of("stop_loss", NullNode.getInstance()),
                        null))
                .code())
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(engine.position("alice", position.id())).isEqualTo(position);
  }

  // Close.

  @Test
  void closesAtTheLastPrice_whenTheUserAsks() {
    Position position = open();
    feed.trade(Engine.LIN, "60500.0");

    Position closed = Json.convert(Engine.done(engine.send(close(position))), Position.class);

    assertThat(closed.status()).isEqualTo(PositionStatus.CLOSED);
    assertThat(closed.closeReason()).isEqualTo(ExecutionKind.USER);
    assertThat(closed.gross()).isEqualByComparingTo("50");
    assertThat(closed.net()).isEqualByComparingTo("42.77");
    engine.armed(0);
    assertThat(engine.refused(close(position)).code()).isEqualTo(ErrorCode.CONFLICT);
  }

  @Test
  void hasOneWinner_whenTheUserClosesWhileTheStopFires() {
    Position position = open();
    feed.trade(Engine.LIN, "58990.0");
    RuleReply reply = engine.send(close(position));

    Position closed = engine.closed("alice", position.id());
    boolean userWon = reply instanceof RuleReply.Done;
    assertThat(closed.closeReason())
        .isEqualTo(userWon ? ExecutionKind.USER : ExecutionKind.STOP_LOSS);
    if (reply instanceof RuleReply.Refused refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
    }
    assertThat(engine.entries("tickwire:{u:alice}:ledger"))
        .filteredOn(entry -> entry.field("key").endsWith(":close"))
        .hasSize(2);
    assertThat(engine.counter("rules_fired_total")).isEqualTo(1);
  }

  private static RuleCommand.ClosePosition close(Position position, String quantity) {
    return new RuleCommand.ClosePosition(position.id(), "alice", new BigDecimal(quantity));
  }

  private Position closedPart(Position position, String quantity) {
    return Json.convert(Engine.done(engine.send(close(position, quantity))), Position.class);
  }

  @Test
  void closesAPart_andTheStopClosesTheRest() {
    Position position = open();
    feed.trade(Engine.LIN, "61000.0");

    Position reduced = closedPart(position, "40");

    assertThat(reduced.status()).isEqualTo(PositionStatus.OPEN);
    assertThat(reduced.openQuantity()).isEqualByComparingTo("60");
    assertThat(reduced.quantity()).isEqualByComparingTo("100");
    assertThat(reduced.margin()).isEqualByComparingTo("360");
    assertThat(reduced.gross()).isEqualByComparingTo("40");
    assertThat(reduced.fees()).isEqualByComparingTo("5.064");
    assertThat(reduced.net()).isEqualByComparingTo("34.936");
    assertThat(reduced.version()).isEqualTo(2);
    assertThat(engine.usdt("alice").balance()).isEqualByComparingTo("100034.936");
    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("360");
    engine.armed(1);

    feed.trade(Engine.LIN, "59000.0");

    Position closed = engine.closed("alice", position.id());
    assertThat(closed.closeReason()).isEqualTo(ExecutionKind.STOP_LOSS);
    assertThat(closed.gross()).isEqualByComparingTo("-20");
    assertThat(closed.fees()).isEqualByComparingTo("7.188");
    assertThat(closed.net()).isEqualByComparingTo("-27.188");
    assertThat(engine.usdt("alice").balance()).isEqualByComparingTo("99972.812");
    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("0");
    Engine.eventually("told", () -> engine.eventTypes("alice").contains("position_closed"));
    assertThat(engine.eventTypes("alice"))
        .filteredOn(type -> type.startsWith("position_"))
        .containsExactly(
            "position_opened", "position_updated", "position_closing", "position_closed");
    assertThat(told("position_updated").get("execution").get("quantity").asText()).isEqualTo("40");
    assertThat(told("position_closing").get("execution").get("quantity").asText()).isEqualTo("60");
  }

  private JsonNode told(String type) {
    return engine.events("alice").stream()
        .filter(event -> event.type().equals(type))
        .findFirst()
        .orElseThrow()
        .data();
  }

  @Test
  void isRefused_whenThePartCannotBe() {
    Position position = open();

    for (String quantity : new String[] {"101", "0.5", "100.5"}) {
      assertThat(engine.refused(close(position, quantity)).field()).isEqualTo("quantity");
    }
    assertThat(engine.refused(new RuleCommand.ClosePosition(position.id(), "mallory", null)).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(engine.position("alice", position.id())).isEqualTo(position);
  }

  @Test
  void closesAll_whenThePartIsAllOfIt() {
    Position position = open();

    assertThat(closedPart(position, "100.0").status()).isEqualTo(PositionStatus.CLOSED);
  }

  @Test
  void closesPartAfterPart_untilNothingIsLeft() {
    Position position = open();
    closedPart(position, "33");
    closedPart(position, "33");
    Position last = closedPart(position, "34");

    assertThat(last.status()).isEqualTo(PositionStatus.CLOSED);
    assertThat(last.reductions()).isEqualTo(2);
    assertThat(last.net()).isEqualByComparingTo("-7.2");
    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("0");
    assertThat(engine.usdt("alice").balance()).isEqualByComparingTo("99992.8");
    assertThat(engine.refused(close(position, "1")).code()).isEqualTo(ErrorCode.CONFLICT);
  }

  @Test
  void hasOneWinner_whenAPartClosesWhileTheStopFires() {
    Position position = open();
    feed.trade(Engine.LIN, "58990.0");

    RuleReply.Refused refused = engine.refused(close(position, "40"));

    assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(Engine.current(refused).get("close_reason").asText()).isEqualTo("stop_loss");
    assertThat(engine.closed("alice", position.id()).net()).isEqualByComparingTo("-108.1394");
  }
}
