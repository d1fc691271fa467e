package io.tickwire.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Position;
import org.junit.jupiter.api.Test;

class TelemetryTest extends EngineTest {
  @Test
  void keepsTheNamesThatOperatorsKnow() {
    Engine engine = start();
    feed.trade(Engine.LIN, "60000.0");
    Position position = engine.opened(Engine.open("alice", Side.LONG, "100", "59000", null));
    engine.armed(1);
    feed.trade(Engine.LIN, "59000.0");
    engine.closed("alice", position.id());
    engine.armed(0);

    String scrape = engine.context.telemetry().metrics().scrape();
    assertThat(scrape)
        .contains("rules_ticks_rejected_total 0.0")
        .contains("rules_armed 0.0")
        .contains("rules_live 0.0")
        .contains("rules_partitions 64.0")
        .contains("rules_commit_queue 0.0")
        .contains("rules_fired_total{kind=\"stop_loss\"} 1.0")
        .contains("rules_commit_lost_total 0.0")
        .contains("rules_recovered_total 0.0")
        .contains("rules_redriven_total{what=\"intent\"} 0.0")
        .contains("rules_tick_to_decision_seconds_count 1")
        .contains("rules_tick_to_decision_seconds_bucket{le=")
        .contains("rules_tick_to_commit_seconds_count 1");
  }

  @Test
  void countsTicks_thatCannotBeEvaluated_andGoesOn() {
    Engine engine = start();
    feed.trade(Engine.LIN, "60000.0");
    Position position = engine.opened(Engine.open("alice", Side.LONG, "100", "59000", null));
    engine.armed(1);
    feed.trade(Engine.LIN, Long.toString(Long.MAX_VALUE));
    feed.trade(Engine.LIN, "59000.0");
    engine.closed("alice", position.id());
    assertThat(engine.context.telemetry().metrics().scrape())
        .contains("rules_ticks_rejected_total 1.0");
  }
}
