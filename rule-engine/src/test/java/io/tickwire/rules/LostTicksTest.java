package io.tickwire.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerStatus;
import org.junit.jupiter.api.Test;

class LostTicksTest extends EngineTest {
  @Test
  void firesOnTheLastTick_whenItsFrameIsLost() {
    Engine engine = start();
    feed.trade(Engine.LIN, "60000.0");
    Trigger trigger = engine.created(Engine.openAbove("alice", "65000", "100"));
    engine.armed(1);

    feed.lose(feed.next(Engine.LIN, "65000.0"));
    feed.mark(Engine.LIN, "60000.0");

    Engine.eventually(
        "executed", () -> engine.trigger("alice", trigger.id()).status() == TriggerStatus.EXECUTED);
    assertThat(engine.context.telemetry().metrics().scrape())
        .contains("rules_ticks_lost_total 1.0")
        .contains("ticks_frames_lost_total{consumer=\"rules\"} 1.0");
  }
}
