package io.tickwire.rules;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Event;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleQuery;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.TakeProfit;
import io.tickwire.rules.store.AccountStore;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that closes a position or a part of it, from the order to the ledger. */
class PositionExitsTest extends EngineTest {
  private Engine engine;

  @BeforeEach
  void startEngine() {
    engine = start();
    feed.trade(Engine.LIN, "60000.0");
  }

  private Position open(Order order, int rules) {
    Position position = engine.opened(order.command());
    engine.armed(rules);
    return position;
  }

  private Position now(Position position) {
    return engine.position("alice", position.id());
  }

  private Position closed(Position position) {
    return engine.closed("alice", position.id());
  }

  private void trade(String... prices) {
    for (String price : prices) {
      feed.trade(Engine.LIN, price);
    }
  }

  /** Booked, and so told before. */
  private Position reduced(Position position, int parts) {
    Engine.eventually("parts " + parts, () -> stored(position).reductions() == parts);
    return now(position);
  }

  /** As its account has it. */
  private Position stored(Position position) {
    return await(new AccountStore(redis).held("alice", position.id())).orElseThrow().position();
  }

  private Execution execution(Position closed) {
    return Json.convert(
        Engine.done(
            engine.ask(new RuleQuery.GetExecution("alice", String.valueOf(closed.executionId())))),
        Execution.class);
  }

  private List<Event> told(String type) {
    return engine.events("alice").stream().filter(event -> event.type().equals(type)).toList();
  }

  private String ledgerSum() {
    return BigDecimal.valueOf(
            engine.entries("tickwire:{u:alice}:ledger").stream()
                .mapToLong(entry -> Long.parseLong(entry.field("amount_e8")))
                .sum(),
            8)
        .stripTrailingZeros()
        .toPlainString();
  }

  // Targets that close parts.

  @Test
  void closesPartsAtTheirTargets_andTheRestAtTheStop() {
    Position position =
        open(Order.buy("100").stop("59000").target("61000", "30").target("62000", "30"), 3);

    trade("61000.0");
    Position first = reduced(position, 1);

    assertThat(first.openQuantity()).isEqualByComparingTo("70");
    assertThat(first.takeProfits())
        .containsExactly(new TakeProfit(new BigDecimal("62000"), new BigDecimal("30")));
    assertThat(first.margin()).isEqualByComparingTo("420");
    assertThat(first.gross()).isEqualByComparingTo("30");
    assertThat(first.fees()).isEqualByComparingTo("4.698");
    assertThat(first.net()).isEqualByComparingTo("25.302");
    assertThat(first.version()).isEqualTo(2);
    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("420");
    JsonNode update = told("position_updated").get(0).data();
    assertThat(Json.convert(update, Position.class)).isEqualTo(first);
    assertThat(update.get("execution").get("kind").asText()).isEqualTo("take_profit");
    assertThat(update.get("execution").get("quantity").asText()).isEqualTo("30");
    assertThat(update.get("execution").get("cancelled")).isEmpty();

    trade("59000.0");
    Position closed = closed(position);

    assertThat(closed.closeReason()).isEqualTo(ExecutionKind.STOP_LOSS);
    assertThat(closed.gross()).isEqualByComparingTo("-40");
    assertThat(closed.fees()).isEqualByComparingTo("7.176");
    assertThat(closed.net()).isEqualByComparingTo("-47.176");
    assertThat(execution(closed).quantity()).isEqualByComparingTo("70");
    assertThat(execution(closed).cancelled()).containsExactly("take_profit");
    assertThat(engine.usdt("alice").balance()).isEqualByComparingTo("99952.824");
    assertThat(ledgerSum()).isEqualTo("99952.824");
    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("0");
  }

  @Test
  void closesIt_whenTheLastOfTargetsOverAllOfItFires() {
    Position position =
        open(Order.buy("100").stop("59000").target("61000", "30").target("62000", "70"), 3);

    trade("61000.0", "62000.0");
    Position closed = closed(position);

    assertThat(closed.closeReason()).isEqualTo(ExecutionKind.TAKE_PROFIT);
    assertThat(closed.reductions()).isEqualTo(1);
    assertThat(closed.gross()).isEqualByComparingTo("170");
    assertThat(closed.fees()).isEqualByComparingTo("7.302");
    assertThat(closed.net()).isEqualByComparingTo("162.698");
    assertThat(execution(closed).quantity()).isEqualByComparingTo("70");
    assertThat(execution(closed).cancelled()).containsExactly("stop_loss");
    assertThat(engine.usdt("alice").balance()).isEqualByComparingTo("100162.698");
    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("0");
    engine.armed(0);
  }

  @Test
  void closesAllAtTheTickBeyond_whenOneTickReachesEveryTarget() {
    Position position =
        open(Order.sell("90").target("59000", "30").target("58000", "30").target("57000", "30"), 3);

    trade("56000.0");
    Position closed = closed(position);

    assertThat(closed.reductions()).isEqualTo(2);
    assertThat(closed.gross()).isEqualByComparingTo("360");
    assertThat(closed.fees()).isEqualByComparingTo("6.264");
    assertThat(ledgerSum()).isEqualTo("100353.736");
    Engine.eventually("told", () -> !told("position_closed").isEmpty());
    assertThat(told("position_updated")).hasSize(2);
    assertThat(engine.counter("rules_fired_total")).isEqualTo(3);
  }

  @Test
  void closesWhatIsLeftAtTheWholeTarget_whenPartsWereTakenBefore() {
    Position position = open(Order.buy("100").target("63000").target("61000", "25"), 2);

    trade("61000.0", "63000.0");
    Position closed = closed(position);

    assertThat(closed.gross()).isEqualByComparingTo("250");
    assertThat(execution(closed).quantity()).isEqualByComparingTo("75");
    assertThat(ledgerSum()).isEqualTo(engine.usdt("alice").balance().toPlainString());
  }

  @Test
  void releasesTheWholeMargin_whenItDoesNotDivide() {
    Position position =
        open(
            Order.buy("7")
                .times("9")
                .target("61000", "2")
                .target("61001", "3")
                .target("61002", "2"),
            3);
    assertThat(position.margin()).isEqualByComparingTo("46.66666667");

    trade("61002.0");
    closed(position);

    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("0");
    assertThat(engine.usdt("alice").available())
        .isEqualByComparingTo(engine.usdt("alice").balance());
  }

  @Test
  void startsAnew_whenEditedAfterAPart() {
    Position position =
        open(Order.buy("100").stop("59000").target("61000", "30").target("62000", "30"), 3);
    trade("61000.0");
    reduced(position, 1);

    RuleReply reply =
        engine.send(
            new RuleCommand.EditPosition(
                position.id(),
                "alice",
                Map.of(
                    "take_profits",
                    Json.tree(
                        List.of(
                            Map.of("price", "61500", "quantity", "20"),
                            Map.of("price", "63000", "quantity", "50")))),
                2L));

    Position edited = Json.convert(Engine.done(reply), Position.class);
    assertThat(edited.version()).isEqualTo(3);
    assertThat(edited.openQuantity()).isEqualByComparingTo("70");
    assertThat(edited.margin()).isEqualByComparingTo("420");
    assertThat(edited.net()).isEqualByComparingTo("25.302");
    engine.armed(3);
    trade("63000.0");
    Position closed = closed(position);
    assertThat(closed.reductions()).isEqualTo(2);
    assertThat(closed.gross()).isEqualByComparingTo("240");
    assertThat(ledgerSum()).isEqualTo(engine.usdt("alice").balance().toPlainString());
  }

  @Test
  void closesOnlyWhatIsLeft_whenAStopIsForMore() {
    Position position = open(Order.buy("100").stop("59000").target("61000", "60"), 2);
    Engine.done(
        engine.send(new RuleCommand.ClosePosition(position.id(), "alice", new BigDecimal("40"))));

    assertThat(now(position).takeProfits())
        .containsExactly(new TakeProfit(new BigDecimal("61000"), new BigDecimal("60")));
    Engine.done(
        engine.send(new RuleCommand.ClosePosition(position.id(), "alice", new BigDecimal("10"))));
    assertThat(now(position).takeProfits())
        .containsExactly(new TakeProfit(new BigDecimal("61000"), new BigDecimal("50")));
    trade("59000.0");
    Position closed = closed(position);

    assertThat(execution(closed).quantity()).isEqualByComparingTo("50");
    assertThat(closed.gross()).isEqualByComparingTo("-50");
    assertThat(ledgerSum()).isEqualTo(engine.usdt("alice").balance().toPlainString());
  }

  // Percentages, trailing stops, protection.

  @Test
  void takesThePercentageFromTheFill() {
    trade("65100.0");
    Position position = open(Order.buy("100").stop("2%").target("1.5%").target("1%", "10"), 3);

    assertThat(position.stopLoss()).isEqualByComparingTo("63798.0");
    assertThat(position.takeProfit()).isEqualByComparingTo("66076.5");
    assertThat(position.takeProfits().get(0).price()).isEqualByComparingTo("65751.0");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"LONG, 59980.2, 60019.8", "SHORT, 60019.8, 59980.2"})
  void takesTheTickNearerToTheFill_whenAPercentageLiesBetweenTwo(
      Side side, String stop, String target) {
    Order order = side == Side.LONG ? Order.buy("100") : Order.sell("100");
    Position position = open(order.stop("0.0331%").target("0.0331%"), 2);

    assertThat(position.stopLoss()).isEqualByComparingTo(stop);
    assertThat(position.takeProfit()).isEqualByComparingTo(target);
  }

  @Test
  void trailsThePrice_andTellsWhereTheStopWas() {
    Position position = open(Order.buy("100").trailing(100, null), 1);

    trade("61000.0", "60500.0", "62000.0", "61380.1", "61380.0");
    Position closed = closed(position);

    assertThat(closed.closeReason()).isEqualTo(ExecutionKind.TRAILING_STOP);
    assertThat(closed.exitPrice()).isEqualByComparingTo("61380");
    assertThat(execution(closed).threshold()).isEqualByComparingTo("61380");
  }

  @Test
  void trailsByADistance_onceItIsActive() {
    Position position =
        open(Order.sell("100").trailing(null, "500").from(Condition.BELOW, "59000"), 1);

    trade("60600.0", "59000.0", "58800.0", "59299.9", "59300.0");

    assertThat(closed(position).exitPrice()).isEqualByComparingTo("59300");
  }

  @Test
  void goesOnTrailing_whenSomethingElseIsEdited() {
    Position position = open(Order.buy("100").trailing(null, "500"), 1);
    trade("61000.0");
    engine.send(
        new RuleCommand.EditPosition(
            position.id(), "alice", Map.of("stop_loss", Json.tree("59000")), null));
    engine.armed(2);
    trade("60500.0");

    assertThat(closed(position).closeReason()).isEqualTo(ExecutionKind.TRAILING_STOP);
  }

  @Test
  void holdsTheStop_whileLastAndMarkAreApart() {
    feed.mark(Engine.LIN, "60000.0");
    Position position = open(Order.buy("100").stop("59000").protectedBy(50), 1);

    trade("58900.0");
    assertThat(now(position).status()).isEqualTo(PositionStatus.OPEN);
    feed.mark(Engine.LIN, "59100.0");

    assertThat(closed(position).closeReason()).isEqualTo(ExecutionKind.STOP_LOSS);
  }

  // Liquidation.

  @Test
  void liquidatesALongOnMark_whateverTheLastPriceIs() {
    feed.mark(Engine.LIN, "60000.0");
    Position position = open(Order.buy("1000"), 0);
    assertThat(position.liquidationPrice()).isEqualByComparingTo("54249.6");

    trade("54000.0");
    feed.mark(Engine.LIN, "54249.7");
    assertThat(now(position).status()).isEqualTo(PositionStatus.OPEN);
    trade("54300.0");
    feed.mark(Engine.LIN, "54249.6");
    Position closed = closed(position);

    assertThat(closed.closeReason()).isEqualTo(ExecutionKind.LIQUIDATION);
    assertThat(closed.exitPrice()).isEqualByComparingTo("54300");
    assertThat(closed.gross()).isEqualByComparingTo("-5700");
    assertThat(execution(closed).threshold()).isEqualByComparingTo("54249.6");
    assertThat(execution(closed).tick())
        .isNotNull()
        .satisfies(tick -> assertThat(tick.source()).isEqualTo(PriceSource.MARK));
    assertThat(engine.counter("rules_liquidated_total")).isEqualTo(1);
  }

  @Test
  void isNotLiquidated_byAMarkThatCameAfterTheLastTradeAndBeforeItWasOpened() {
    feed.mark(Engine.LIN, "60000.0");
    Position first = open(Order.buy("1000"), 0);
    feed.mark(Engine.LIN, "54249.6");
    assertThat(closed(first).closeReason()).isEqualTo(ExecutionKind.LIQUIDATION);
    feed.mark(Engine.LIN, "60000.0");

    Position second = open(Order.buy("1000"), 0);
    feed.mark(Engine.LIN, "54249.5");

    assertThat(execution(closed(second)).tick())
        .isNotNull()
        .satisfies(tick -> assertThat(tick.price()).isEqualByComparingTo("54249.5"));
  }

  @Test
  void liquidatesAShortOnMark() {
    feed.mark(Engine.LIN, "60000.0");
    Position position = open(Order.sell("1000"), 0);
    assertThat(position.liquidationPrice()).isEqualByComparingTo("65697.7");

    feed.mark(Engine.LIN, "65697.6");
    assertThat(now(position).status()).isEqualTo(PositionStatus.OPEN);
    trade("65697.7");
    feed.mark(Engine.LIN, "65697.7");

    assertThat(closed(position).closeReason()).isEqualTo(ExecutionKind.LIQUIDATION);
  }

  @Test
  void losesNoMoreThanTheMargin_whenTheLastPriceIsFarBeyond() {
    feed.mark(Engine.LIN, "60000.0");
    Position position = open(Order.buy("1000"), 0);
    trade("53000.0");
    feed.mark(Engine.LIN, "54249.6");
    Position closed = closed(position);

    // −7,000 and a fee of 31.80 against a margin of 6,000.
    assertThat(closed.fees()).isEqualByComparingTo("67.8");
    assertThat(closed.net()).isEqualByComparingTo("-6036");
    assertThat(engine.usdt("alice").balance()).isEqualByComparingTo("93964");
    assertThat(engine.entries("tickwire:{u:alice}:ledger"))
        .filteredOn(entry -> entry.field("kind").equals("insurance"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.field("amount_e8")).isEqualTo("103180000000"));
    assertThat(ledgerSum()).isEqualTo("93964");
  }

  @Test
  void isNeverLiquidated_whenSpot() {
    feed.trade(Engine.SPOT, "2000.00");
    Position position = open(Order.buy("0.5").of(Engine.SPOT), 0);

    feed.trade(Engine.SPOT, "1.00");

    assertThat(position.liquidationPrice()).isNull();
    assertThat(now(position).status()).isEqualTo(PositionStatus.OPEN);
  }

  // What is refused.

  @Test
  void leavesNoTrace_whenAnExitCannotBe() {
    refused("take_profits[1].price", Order.buy("100").target("61000", "1").target("59000", "1"));
    refused("take_profits[0].price", Order.buy("100").target("61000.05", "1"));
    refused("take_profits[0].price", Order.sell("100").target("0%", "1"));
    refused("take_profits[0].quantity", Order.buy("100").target("61000", "0.5"));
    refused(
        "take_profits[1].quantity", Order.buy("100").target("61000", "60").target("62000", "41"));
    refused("take_profits", many(17));
    refused("trailing_stop.callback_bp", Order.buy("100").trailing(0, null));
    refused("trailing_stop.callback_bp", Order.buy("100").trailing(10_000, null));
    refused("trailing_stop.distance", Order.buy("100").trailing(null, "0.05"));
    refused("trailing_stop.distance", Order.buy("100").trailing(null, "60000"));
    refused("trailing_stop", Order.buy("100").trailing(100, "500"));
    refused("trailing_stop", Order.buy("100").trailing(null, null));
    refused(
        "trailing_stop.activation.price",
        Order.buy("100").trailing(100, null).from(Condition.ABOVE, "61000.01"));
    refused(
        "trailing_stop.activation.condition",
        Order.buy("100").trailing(100, null).from(Condition.CROSSES_UP, "61000"));
    refused("price_protection_bp", Order.buy("100").protectedBy(0));
    refused("price_protection_bp", Order.buy("100").protectedBy(5_001));
    refused("price_protection_bp", Order.buy("100").protectedBy(50).by(PriceSource.BID_ASK));
    refused("stop_loss", Order.buy("100").stop("100%"));
    refused("stop_loss", Order.buy("100").stop("-1%"));
    refused("stop_loss", Order.buy("100").times("100").stop("59000"));
    refused("take_profit", Order.buy("100").target("0.00001%"));

    assertThat(engine.keysOfUsers()).isEmpty();
    assertThat(engine.keysOfRecords()).isEmpty();
  }

  @Test
  void leavesNoTrace_whenTheWatchedPriceIsBeyondAnExit() {
    feed.mark(Engine.LIN, "59900.0");
    reached("stop_loss", Order.buy("100").stop("59950").by(PriceSource.MARK));
    reached("take_profit", Order.sell("100").target("59950").by(PriceSource.MARK));
    reached("take_profits[0].price", Order.sell("100").target("59950", "1").by(PriceSource.MARK));
    refused(
        "trailing_stop.distance", Order.buy("100").trailing(null, "59950").by(PriceSource.MARK));
    feed.quote(Engine.LIN, "59990.0", "60010.0");
    reached("stop_loss", Order.buy("100").stop("60000").by(PriceSource.BID_ASK));
    reached("stop_loss", Order.sell("100").stop("60000").by(PriceSource.BID_ASK));

    assertThat(engine.keysOfUsers()).isEmpty();
    assertThat(engine.keysOfRecords()).isEmpty();
  }

  private void reached(String field, Order order) {
    RuleReply.Refused refused = engine.refused(order.command());
    assertThat(refused.field()).as(refused.message()).isEqualTo(field);
    assertThat(refused.code()).isEqualTo(ErrorCode.WOULD_TRIGGER_IMMEDIATELY);
  }

  @Test
  void acceptsAStopThatOnlyTheLastPriceIsBeyond_whenItWatchesTheMark() {
    feed.mark(Engine.LIN, "60100.0");
    Position position = open(Order.buy("100").stop("60050").target("1%").by(PriceSource.MARK), 2);

    assertThat(position.entryPrice()).isEqualByComparingTo("60000");
    assertThat(position.takeProfit()).isEqualByComparingTo("60600");
    feed.mark(Engine.LIN, "60050.0");
    assertThat(closed(position).closeReason()).isEqualTo(ExecutionKind.STOP_LOSS);
  }

  @Test
  void acceptsATargetBetweenBidAndAsk_whenItWatchesTheBid() {
    feed.quote(Engine.LIN, "59990.0", "60010.0");
    Position position = open(Order.buy("100").target("60000").by(PriceSource.BID_ASK), 1);

    assertThat(position.entryPrice()).isEqualByComparingTo("60010");
    feed.quote(Engine.LIN, "60000.0", "60020.0");
    assertThat(closed(position).closeReason()).isEqualTo(ExecutionKind.TAKE_PROFIT);
  }

  @Test
  void waitsForTheWatchedPrice_whenOnlyTheLastIsKnown() {
    Future<RuleReply> opening =
        engine.sending(Order.buy("100").stop("59950").by(PriceSource.MARK).command());
    Engine.eventually("wanted", () -> feed.demanded("engine-a/rules").contains(Engine.LIN));

    feed.mark(Engine.LIN, "59900.0");

    assertThat(await(opening))
        .isInstanceOfSatisfying(
            RuleReply.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.WOULD_TRIGGER_IMMEDIATELY));
  }

  private static Order many(int targets) {
    Order order = Order.buy("100");
    for (int i = 0; i < targets; i++) {
      order.target("61000", "1");
    }
    return order;
  }

  private void refused(String field, Order order) {
    if (field.startsWith("price_protection")) {
      feed.quote(Engine.LIN, "59999.9", "60000.1");
    }
    RuleReply.Refused refused = engine.refused(order.command());
    assertThat(refused.field()).as(refused.message()).isEqualTo(field);
    assertThat(refused.code()).isIn(ErrorCode.INVALID, ErrorCode.WOULD_TRIGGER_IMMEDIATELY);
  }

  @Test
  void firesAtOnce_whenAllowedTo() {
    Position position = engine.opened(Order.buy("100").stop("60500").atOnceIfReached().command());

    assertThat(closed(position).exitPrice()).isEqualByComparingTo("60000");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "take_profits; [{\"price\":\"61000\"}]; take_profits[0].quantity",
        "take_profits; [{\"price\":\"61000\",\"quantity\":\"101\"}]; take_profits[0].quantity",
        "take_profits; [{\"quantity\":\"1\"}]; take_profits[0].price",
        "take_profits; \"61000\"; take_profits",
        "trailing_stop; {\"callback_bp\":10001}; trailing_stop.callback_bp",
        "trailing_stop; \"1%\"; trailing_stop",
        "take_profit; {\"percent\":\"x\"}; take_profit"
      })
  void refusesTheEdit_whenAnExitCannotBe(String name, String value, String field) {
    Position position = open(Order.buy("100").stop("59000"), 1);

    RuleReply.Refused refused =
        engine.refused(
            new RuleCommand.EditPosition(
                position.id(), "alice", Map.of(name, Json.read(value, JsonNode.class)), null));

    assertThat(refused.field()).isEqualTo(field);
    assertThat(now(position)).isEqualTo(position);
  }
}
