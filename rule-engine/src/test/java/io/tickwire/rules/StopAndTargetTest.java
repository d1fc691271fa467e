package io.tickwire.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Event;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.ExitPrice;
import io.tickwire.common.wire.Ids;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleQuery;
import io.tickwire.common.wire.Tick;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A position's way from opening to the ledger, with exact money. */
class StopAndTargetTest extends EngineTest {
  private Engine engine;

  @BeforeEach
  void startEngine() {
    engine = start();
  }

  private Position open(Side side, @Nullable String stop, @Nullable String target) {
    feed.trade(Engine.LIN, "60000.0");
    Position position = engine.opened(Engine.open("alice", side, "100", stop, target));
    engine.armed((stop == null ? 0 : 1) + (target == null ? 0 : 1));
    return position;
  }

  private Position closedAfter(Side side, String stop, String target, String... prices) {
    Position position = open(side, stop, target);
    for (String price : prices) {
      feed.trade(Engine.LIN, price);
    }
    return engine.closed("alice", position.id());
  }

  @Test
  void reservesMarginAndFee_whenOpened() {
    Position position = open(Side.LONG, "59000", "62000");

    assertThat(position.status()).isEqualTo(PositionStatus.OPEN);
    assertThat(position.entryPrice()).isEqualByComparingTo("60000");
    assertThat(position.margin()).isEqualByComparingTo("600");
    assertThat(position.fees()).isEqualByComparingTo("3.6");
    assertThat(position.liquidationPrice()).isEqualByComparingTo("54249.6");
    assertThat(engine.usdt("alice").balance()).isEqualByComparingTo("99996.4");
    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("600");
    assertThat(engine.usdt("alice").available()).isEqualByComparingTo("99396.4");
    assertThat(engine.usdt("alice").realized()).isEqualByComparingTo("-3.6");
  }

  @Test
  void closesAtTheStop_withExactMoney() {
    Position closed = closedAfter(Side.LONG, "59000", "62000", "59000.0");

    assertThat(closed.gross()).isEqualByComparingTo("-100");
    assertThat(closed.fees()).isEqualByComparingTo("7.14");
    assertThat(closed.net()).isEqualByComparingTo("-107.14");
    assertThat(closed.closeReason()).isEqualTo(ExecutionKind.STOP_LOSS);
    assertThat(closed.exitPrice()).isEqualByComparingTo("59000");
    assertThat(closed.openQuantity()).isEqualByComparingTo("0");
    assertThat(engine.usdt("alice").balance()).isEqualByComparingTo("99892.86");
    assertThat(engine.usdt("alice").available()).isEqualByComparingTo("99892.86");
    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("0");
    assertThat(engine.usdt("alice").realized()).isEqualByComparingTo("-107.14");
  }

  @Test
  void waitsForTheLastTick_whenThePriceOnlyComesNear() {
    Position position = open(Side.LONG, "59000", "62000");
    feed.trade(Engine.LIN, "59000.1");
    feed.trade(Engine.LIN, "61999.9");

    // Answered after both ticks were evaluated: one event loop serves them in order.
    assertThat(engine.position("alice", position.id()).status()).isEqualTo(PositionStatus.OPEN);
    assertThat(engine.counter("rules_fired_total")).isZero();
  }

  @Test
  void fillsTheTarget_atThePriceOfTheTick() {
    assertThat(closedAfter(Side.LONG, "59000", "62000", "62000.0").net())
        .isEqualByComparingTo("192.68");
  }

  @Test
  void fillsTheTargetBetter_whenThePriceJumpsBeyondIt() {
    Position closed = closedAfter(Side.LONG, "59000", "62000", "61900.0", "62500.0");

    assertThat(closed.net()).isEqualByComparingTo("242.65");
    assertThat(closed.closeReason()).isEqualTo(ExecutionKind.TAKE_PROFIT);
  }

  @Test
  void closesAShort_whenThePriceRisesToItsStop() {
    assertThat(closedAfter(Side.SHORT, "61000", "58000", "61000.0").net())
        .isEqualByComparingTo("-107.26");
  }

  @Test
  void booksSpotExactly_whenTheStopIsGapped() {
    feed.trade(Engine.SPOT, "2000.00");
    Position position =
        engine.opened(Engine.open("alice", Engine.SPOT, Side.LONG, "0.5", "1", "1900", null, null));
    engine.armed(1);

    feed.trade(Engine.SPOT, "1875.50");

    Position closed = engine.closed("alice", position.id());
    assertThat(closed.gross()).isEqualByComparingTo("-62.25");
    assertThat(closed.fees()).isEqualByComparingTo("1.93775");
    assertThat(closed.net()).isEqualByComparingTo("-64.18775");
  }

  @Test
  void firesNearestFirst_whenOneTickReachesTwoStops() {
    feed.trade(Engine.LIN, "60000.0");
    Position far = engine.opened(Engine.open("alice", Side.LONG, "100", "58900", null));
    Position near = engine.opened(Engine.open("alice", Side.LONG, "100", "59000", null));
    engine.armed(2);

    feed.trade(Engine.LIN, "58000.0");
    engine.closed("alice", far.id());
    engine.closed("alice", near.id());

    assertThat(
            engine.events("alice").stream()
                .filter(event -> event.type().equals("position_closing"))
                .map(event -> event.data().get("id").asText()))
        .containsExactly(near.id(), far.id());
  }

  @Test
  void tellsItsOwner_inOrderAndOnce() {
    Position closed = closedAfter(Side.LONG, "59000", "62000", "59000.0");
    Engine.eventually(
        "told",
        () -> {
          List<String> types = engine.eventTypes("alice");
          return types.contains("position_closed")
              && types.get(types.size() - 1).equals("account_update");
        });

    // What the opening left of the account may be told with what the closing left.
    List<Event> events = engine.events("alice");
    assertThat(events)
        .extracting(Event::type)
        .filteredOn(type -> type.startsWith("position"))
        .containsExactly("position_opened", "position_closing", "position_closed");
    Event last = events.get(events.size() - 2);
    assertThat(Json.convert(last.data(), Position.class)).isEqualTo(closed);
    assertThat(last.data().get("execution").get("id").asText()).isEqualTo(closed.executionId());
    JsonNode account = events.get(events.size() - 1).data();
    assertThat(account.get("balances").get(0).get("balance").asText()).isEqualTo("99892.86");
  }

  @Test
  void keepsTheEvidence_ofEveryExecution() {
    Position position = open(Side.LONG, "59000", "62000");
    Tick tick = feed.trade(Engine.LIN, "58999.5");
    Position closed = engine.closed("alice", position.id());

    Execution execution =
        Json.convert(
            Engine.done(
                engine.ask(
                    new RuleQuery.GetExecution("alice", String.valueOf(closed.executionId())))),
            Execution.class);
    assertThat(execution.kind()).isEqualTo(ExecutionKind.STOP_LOSS);
    assertThat(execution.threshold()).isEqualByComparingTo("59000");
    assertThat(execution.fillPrice()).isEqualByComparingTo("58999.5");
    assertThat(execution.engine()).isEqualTo("engine-a");
    assertThat(execution.cancelled()).containsExactly("take_profit");
    assertThat(execution.tick())
        .isEqualTo(
            new Execution.Evidence(
                "kucoin",
                Engine.LIN,
                PriceSource.LAST,
                tick.sequence(),
                new BigDecimal("58999.5"),
                tick.exchangeTimeNs()));
    assertThat(execution.committedUs()).isGreaterThanOrEqualTo(execution.decidedUs() - 1_000_000);
    assertThat(execution.receivedUs()).isEqualTo(tick.receivedNs() / 1_000);
  }

  @Test
  void firesOnTheBid_whenALongWatchesBidAndAsk() {
    feed.trade(Engine.LIN, "60000.0");
    feed.quote(Engine.LIN, "59999.9", "60000.1");
    RuleCommand.OpenPosition command =
        new RuleCommand.OpenPosition(
            Engine.newId(Ids.POSITION),
            "alice",
            Engine.LIN,
            Side.LONG,
            new BigDecimal("100"),
            BigDecimal.TEN,
            ExitPrice.at(new BigDecimal("59000")),
            null,
            List.of(),
            null,
            PriceSource.BID_ASK,
            null,
            false,
            null);
    Position position = engine.opened(command);
    engine.armed(1);
    assertThat(position.entryPrice()).isEqualByComparingTo("60000.1");

    feed.trade(Engine.LIN, "58000.0");
    feed.quote(Engine.LIN, "58999.9", "59000.5");

    assertThat(engine.closed("alice", position.id()).exitPrice()).isEqualByComparingTo("58999.9");
  }

  @Test
  void firesOnMarkAndFillsAtLast_whenAsked() {
    feed.trade(Engine.LIN, "60000.0");
    feed.mark(Engine.LIN, "60000.0");
    RuleCommand.OpenPosition command =
        new RuleCommand.OpenPosition(
            Engine.newId(Ids.POSITION),
            "alice",
            Engine.LIN,
            Side.LONG,
            new BigDecimal("100"),
            BigDecimal.TEN,
            ExitPrice.at(new BigDecimal("59000")),
            null,
            List.of(),
            null,
            PriceSource.MARK,
            null,
            false,
            null);
    Position position = engine.opened(command);
    engine.armed(1);
    feed.trade(Engine.LIN, "58950.0");
    feed.mark(Engine.LIN, "59000.04");
    assertThat(engine.position("alice", position.id()).status()).isEqualTo(PositionStatus.OPEN);

    feed.mark(Engine.LIN, "59000.0");

    assertThat(engine.closed("alice", position.id()).exitPrice()).isEqualByComparingTo("58950");
  }

  @Test
  void wantsItsSymbols_whileSomethingLivesOnThem() {
    open(Side.LONG, "59000", "62000");

    assertThat(feed.demanded("engine-a/rules")).containsExactly(Engine.LIN);
  }

  @Test
  void showsUnrealizedProfit_atTheLastPrice() {
    open(Side.LONG, "59000", null);
    feed.trade(Engine.LIN, "60500.0");

    assertThat(engine.usdt("alice").unrealized()).isEqualByComparingTo("50");
  }

  @Test
  void sumsTheLedgerToTheBalance() {
    closedAfter(Side.LONG, "59000", "62000", "59000.0");

    List<Long> amounts =
        engine.entries("tickwire:{u:alice}:ledger").stream()
            .map(entry -> Long.parseLong(entry.field("amount_e8")))
            .toList();
    assertThat(amounts).hasSize(4);
    assertThat(BigDecimal.valueOf(amounts.stream().mapToLong(Long::longValue).sum(), 8))
        .isEqualByComparingTo("99892.86");
  }
}
