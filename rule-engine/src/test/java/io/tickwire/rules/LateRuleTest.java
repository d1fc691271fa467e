package io.tickwire.rules;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.rules.evaluation.Checkpoint;
import io.tickwire.rules.evaluation.PricePoint;
import io.tickwire.rules.store.CheckpointText;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A rule that engines hear of only after the ticks that concern it. */
class LateRuleTest extends EngineTest {
  private static final String MEMBER = "engine-a";

  /** As somebody writes who evaluated up to there and does not know the rule yet. */
  private void evaluatedUpTo(Tick tick) {
    PricePoint point =
        new PricePoint(
            PriceSource.LAST,
            tick.sequence(),
            tick.price(),
            tick.priceScale(),
            tick.exchangeTimeNs(),
            tick.receivedNs(),
            false);
    Checkpoint.Passed passed = new Checkpoint.Passed(tick.sequence(), point, null, null);
    String text = CheckpointText.write(new Checkpoint(passed, null, null, null));
    String key = Keys.partition(Feed.partition(Engine.LIN), "checkpoints");
    await(redis.send(Request.cmd(Command.HSET).arg(key).arg(Engine.LIN).arg(text)));
  }

  private Trigger armedAt60000AndStopped() {
    Engine engine = start();
    feed.trade(Engine.LIN, "60000.0");
    Trigger trigger = engine.created(Engine.alert("alice", Condition.BELOW, "59000"));
    engine.armed(1);
    stop(engine);
    return trigger;
  }

  @Test
  void firesOnTheTickThatReachedItFirst_whenOthersHadPassedThatTickWithoutTheRule() {
    feed.answerAs(MEMBER);
    Trigger trigger = armedAt60000AndStopped();
    Tick first = feed.next(Engine.LIN, "58990.0");
    Tick further = feed.next(Engine.LIN, "58000.0");
    Tick back = feed.next(Engine.LIN, "60000.0");
    feed.unheard(first, further, back);
    evaluatedUpTo(back);

    Engine engine = start();

    Engine.eventually(
        "executed", () -> engine.trigger("alice", trigger.id()).status() == TriggerStatus.EXECUTED);
    Execution execution =
        engine.execution(
            "alice", String.valueOf(engine.trigger("alice", trigger.id()).executionId()));
    assertThat(Objects.requireNonNull(execution.tick()).sequence()).isEqualTo(first.sequence());
    assertThat(execution.fillPrice()).isEqualByComparingTo("58990");
  }

  @Test
  void goesOnWaiting_whenNothingReachedItMeanwhile() {
    feed.answerAs(MEMBER);
    Trigger trigger = armedAt60000AndStopped();
    Tick near = feed.next(Engine.LIN, "59000.1");
    Tick back = feed.next(Engine.LIN, "60000.0");
    feed.unheard(near, back);
    evaluatedUpTo(back);

    Engine engine = start();
    engine.armed(1);
    assertThat(engine.trigger("alice", trigger.id()).status()).isEqualTo(TriggerStatus.ARMED);

    feed.trade(Engine.LIN, "58999.9");
    Engine.eventually(
        "executed", () -> engine.trigger("alice", trigger.id()).status() == TriggerStatus.EXECUTED);
  }
}
