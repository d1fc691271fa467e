package io.tickwire.rules;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerStatus;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** All engines were away: what came meanwhile is evaluated before live ticks. */
class AwayTest extends EngineTest {
  private static final String MEMBER = "engine-a";

  /** Until it is written how far the symbol was evaluated. */
  private void noted(Tick upTo) {
    String key = Keys.partition(Feed.partition(Engine.LIN), "checkpoints");
    Engine.eventually(
        "noted",
        () -> {
          Object text = await(redis.send(Request.cmd(Command.HGET).arg(key).arg(Engine.LIN)));
          return text != null && text.toString().startsWith(upTo.sequence() + ";");
        });
  }

  private Position stopped(Engine engine) {
    feed.trade(Engine.LIN, "60000.0");
    Position position = engine.opened(Engine.open("alice", Side.LONG, "100", "59000", "62000"));
    engine.armed(2);
    noted(feed.trade(Engine.LIN, "60000.1"));
    stop(engine);
    return position;
  }

  @Test
  void firesRecovered_whenTheStopWasPassedWhileAllEnginesWereAway() {
    feed.answerAs(MEMBER);
    Position position = stopped(start());
    Tick spike = feed.next(Engine.LIN, "58990.0");
    feed.unheard(spike, feed.next(Engine.LIN, "60000.0"));

    Engine engine = start();

    Position closed = engine.closed("alice", position.id());
    assertThat(closed.status()).isEqualTo(PositionStatus.CLOSED);
    assertThat(closed.exitPrice()).isEqualByComparingTo("58990");
    Execution execution = engine.execution("alice", String.valueOf(closed.executionId()));
    assertThat(execution.recovered()).isTrue();
    assertThat(execution.late()).isTrue();
    assertThat(Objects.requireNonNull(execution.tick()).sequence()).isEqualTo(spike.sequence());
  }

  @Test
  void firesInOrder_whenLiveTicksCameBeforeTheHistory() {
    feed.answerAs(MEMBER);
    Position position = stopped(start());
    feed.unheard(feed.next(Engine.LIN, "62500.0"));

    Engine engine = startUnready(new LocalMembers(MEMBER), Engine.QUICK);
    feed.trade(Engine.LIN, "58000.0");
    engine.awaitReady();

    assertThat(engine.closed("alice", position.id()).exitPrice()).isEqualByComparingTo("62500");
  }

  @Test
  void takesNoOrders_untilItsPricesAreThoseOfNow() {
    feed.answerAs(MEMBER);
    stopped(start());
    Promise<Void> marksTold = Promise.promise();
    feed.tellMarksAfter(marksTold.future());
    feed.unheard(feed.next(Engine.LIN, "60500.0"));
    Engine engine = startUnready(new LocalMembers(MEMBER), Engine.QUICK);
    feed.awaitQuestionForMarks();
    feed.trade(Engine.LIN, "61000.0");

    RuleReply early = engine.send(Engine.open("bob", Side.LONG, "100", "59000", "62000"));
    marksTold.complete();
    engine.awaitReady();
    Position opened = engine.opened(Engine.open("bob", Side.LONG, "100", "59000", "62000"));

    assertThat(early)
        .asInstanceOf(InstanceOfAssertFactories.type(RuleReply.Refused.class))
        .extracting(RuleReply.Refused::code)
        .isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(opened.entryPrice()).isEqualByComparingTo("61000");
  }

  @Test
  void closesAtTheThreshold_whenOnlyACandleIsLeft() {
    feed.answerAs(MEMBER);
    Position position = stopped(start());
    long startMs = feed.next(Engine.LIN, "60000.0").exchangeTimeNs() / 1_000_000;
    feed.unheard(
        Tick.candle(
            Engine.LIN,
            startMs,
            60_000,
            startMs * 1_000_000,
            1,
            600_000,
            623_000,
            588_000,
            605_000));

    Engine engine = start();

    Position closed = engine.closed("alice", position.id());
    assertThat(closed.exitPrice()).isEqualByComparingTo("59000");
    assertThat(closed.net()).isEqualByComparingTo("-107.14");
    Execution execution = engine.execution("alice", String.valueOf(closed.executionId()));
    assertThat(execution.recovered()).isTrue();
    assertThat(execution.cancelled()).containsExactly("take_profit");
  }

  @Test
  void doesNotFire_whenNothingWasReachedMeanwhile() {
    feed.answerAs(MEMBER);
    Position position = stopped(start());
    feed.unheard(feed.next(Engine.LIN, "59000.1"), feed.next(Engine.LIN, "61999.9"));

    Engine engine = start();
    engine.armed(2);

    assertThat(engine.position("alice", position.id()).status()).isEqualTo(PositionStatus.OPEN);
  }

  @Test
  void crossesOnce_whenTheCrossCameWhileAllEnginesWereAway() {
    feed.answerAs(MEMBER);
    Engine engine = start();
    feed.trade(Engine.LIN, "64000.0");
    Trigger trigger = engine.created(Engine.alert("alice", Condition.CROSSES_UP, "65000"));
    engine.armed(1);
    noted(feed.trade(Engine.LIN, "64000.1"));
    stop(engine);
    feed.unheard(feed.next(Engine.LIN, "65000.0"), feed.next(Engine.LIN, "65010.0"));

    Engine again = start();

    Engine.eventually(
        "executed", () -> again.trigger("alice", trigger.id()).status() == TriggerStatus.EXECUTED);
    Execution execution =
        again.execution(
            "alice", String.valueOf(again.trigger("alice", trigger.id()).executionId()));
    assertThat(execution.fillPrice()).isEqualByComparingTo(new BigDecimal("65000"));
  }

  @Test
  void firesRecovered_whenTheFirstTradeEverCameWhileAllEnginesWereAway() {
    feed.answerAs(MEMBER);
    Engine engine = start();
    Trigger trigger = engine.created(Engine.alert("alice", Condition.ABOVE, "65000"));
    engine.armed(1);
    stop(engine);
    feed.setClock(System.currentTimeMillis());
    feed.unheard(feed.next(Engine.LIN, "65010.0"), feed.next(Engine.LIN, "64000.0"));

    Engine again = start();

    Engine.eventually(
        "executed", () -> again.trigger("alice", trigger.id()).status() == TriggerStatus.EXECUTED);
  }

  @Test
  void trailsOn_whenAllEnginesDiedAfterAPartWasClosed() {
    feed.answerAs(MEMBER);
    Engine engine = start();
    feed.trade(Engine.LIN, "60000.0");
    Position position = engine.opened(Order.buy("100").trailing(null, "1000").command());
    engine.armed(1);
    noted(feed.trade(Engine.LIN, "63000.0"));
    noted(feed.trade(Engine.LIN, "62500.0"));
    assertThat(
            engine.send(
                new RuleCommand.ClosePosition(position.id(), "alice", new BigDecimal("10"))))
        .isInstanceOf(RuleReply.Done.class);
    stop(engine);
    feed.unheard(feed.next(Engine.LIN, "61999.0"));

    Position closed = start().closed("alice", position.id());

    assertThat(closed.exitPrice()).isNotNull();
    assertThat(closed.openQuantity()).isZero();
  }

  @Test
  void takesNoStalePrice_whenOnlyTheCheckpointKnowsOne() {
    Position position = stopped(start());
    feed.forgetPrices();

    Engine engine = start();
    engine.armed(2);

    assertThat(engine.refused(Engine.open("bob", Side.LONG, "100", null, null)).code())
        .isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(engine.position("alice", position.id()).status()).isEqualTo(PositionStatus.OPEN);
  }

  @Test
  void takesNoStalePrice_whenAQuoteTellsOfNoTrade() {
    stopped(start());
    feed.forgetPrices();
    Engine engine = start();
    engine.armed(2);

    feed.quote(Engine.LIN, "60000.0", "60000.1");
    engine.opened(Order.buy("1").by(PriceSource.BID_ASK).command());

    assertThat(engine.refused(Engine.open("bob", Side.LONG, "100", null, null)).code())
        .isEqualTo(ErrorCode.UNAVAILABLE);
  }
}
