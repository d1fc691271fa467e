package io.tickwire.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.CommittedTransition;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleQuery;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the evidence of a closing says of the other rules of the position. */
class WentWithItTest extends EngineTest {
  private final List<Execution> published = new CopyOnWriteArrayList<>();
  private Engine engine;

  @BeforeEach
  void startEngine() {
    vertx
        .eventBus()
        .<CommittedTransition>consumer(
            Addresses.executions(Feed.partition(Engine.LIN)),
            told -> published.add(told.body().execution()));
    engine = start();
    feed.trade(Engine.LIN, "60000.0");
  }

  private Position open(Order order, int rules) {
    Position position = engine.opened(order.command());
    engine.armed(rules);
    return position;
  }

  /** By the stored evidence, and by what the engine published. */
  private List<String> cancelled(Position position) {
    Position closed = engine.closed("alice", position.id());
    String id = String.valueOf(closed.executionId());
    Execution stored =
        Json.convert(
            Engine.done(engine.ask(new RuleQuery.GetExecution("alice", id))), Execution.class);
    Engine.eventually(
        "published",
        () ->
            published.stream()
                .anyMatch(
                    one -> one.id().equals(id) && one.cancelled().equals(stored.cancelled())));
    return stored.cancelled();
  }

  @Test
  void areTheStopAndTheTrailingStop_whenTheLastTargetClosesIt() {
    Position position =
        open(
            Order.buy("100")
                .stop("59000")
                .target("61000", "30")
                .target("62000", "70")
                .trailing(null, "5000"),
            4);

    feed.trade(Engine.LIN, "62000.0");

    assertThat(cancelled(position)).containsExactly("stop_loss", "trailing_stop");
  }

  @Test
  void isNoTargetThatFiredEarlier() {
    Position position = open(Order.buy("100").stop("59000").target("61000", "30"), 2);

    feed.trade(Engine.LIN, "61000.0");
    feed.trade(Engine.LIN, "59000.0");

    assertThat(cancelled(position)).isEmpty();
  }

  @Test
  void areTargetsOfParts_whenTheTargetOfAllFires() {
    Position position = open(Order.buy("100").target("61000").target("62000", "30"), 2);

    feed.trade(Engine.LIN, "61000.0");

    assertThat(cancelled(position)).containsExactly("take_profit");
  }

  @Test
  void areAllTheOthers_whenATrailingStopFires() {
    Position position =
        open(Order.buy("100").stop("58000").target("62000").trailing(null, "500"), 3);

    feed.trade(Engine.LIN, "59500.0");

    assertThat(cancelled(position)).containsExactly("stop_loss", "take_profit");
  }

  @Test
  void areAllThatWait_whenItIsLiquidated() {
    Position position = open(Order.buy("100").stop("58000").target("61000", "30"), 2);

    feed.mark(Engine.LIN, "54000.0");

    assertThat(cancelled(position)).containsExactly("stop_loss", "take_profit");
  }

  @Test
  void areAllThatWait_whenItsUserClosesIt() {
    Position position = open(Order.buy("100").target("61000", "30").target("62000"), 2);

    Engine.done(engine.send(new RuleCommand.ClosePosition(position.id(), "alice", null)));

    assertThat(cancelled(position)).containsExactly("take_profit");
  }
}
