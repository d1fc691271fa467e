package io.tickwire.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.testsupport.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpiryTest extends EngineTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final ManualClock clock = new ManualClock(NOON.minusSeconds(60));

  private Engine startAt(String price) {
    Engine engine = start(clock, Map.of());
    feed.setClock(clock.millis());
    feed.trade(Engine.LIN, price);
    return engine;
  }

  private static RuleCommand.CreateTrigger untilNoon(RuleCommand.CreateTrigger order) {
    return TriggerOrders.expiring(order, NOON.toEpochMilli());
  }

  private static void awaitStatus(Engine engine, Trigger trigger, TriggerStatus status) {
    Engine.eventually(
        trigger.id() + " is " + status,
        () -> engine.trigger("alice", trigger.id()).status() == status);
  }

  @Test
  void expiresWithoutTicks_whenItsTimeHasPassed() {
    Engine engine = startAt("60000.0");
    Trigger trigger = engine.created(untilNoon(Engine.alert("alice", Condition.ABOVE, "65000")));
    Trigger unlimited = engine.created(Engine.alert("alice", Condition.ABOVE, "65000"));
    engine.armed(2);

    clock.advance(Duration.ofSeconds(61));

    awaitStatus(engine, trigger, TriggerStatus.EXPIRED);
    Engine.eventually("told", () -> engine.eventTypes("alice").contains("trigger_expired"));
    assertThat(engine.events("alice").get(0).data().get("status").asText()).isEqualTo("expired");
    assertThat(engine.events("alice").get(0).data().has("execution")).isFalse();
    engine.armed(1);
    assertThat(engine.trigger("alice", unlimited.id()).status()).isEqualTo(TriggerStatus.ARMED);
    assertThat(engine.counter("rules_expired_total")).isEqualTo(1);

    feed.trade(Engine.LIN, "66000.0");
    awaitStatus(engine, unlimited, TriggerStatus.EXECUTED);
    assertThat(engine.trigger("alice", trigger.id()).status()).isEqualTo(TriggerStatus.EXPIRED);
  }

  private Tick tradeAt(String price, Instant time) {
    Tick next = feed.next(Engine.LIN, price);
    Tick tick =
        Tick.trade(
            Engine.LIN,
            next.sequence(),
            time.toEpochMilli() * 1_000_000,
            next.receivedNs(),
            next.priceScale(),
            next.price(),
            0,
            1);
    feed.publish(tick);
    return tick;
  }

  @Test
  void firesOnATickAMillisecondBefore() {
    Engine engine = startAt("60000.0");
    Trigger trigger = engine.created(untilNoon(Engine.alert("alice", Condition.ABOVE, "65000")));
    engine.armed(1);

    tradeAt("65000.0", NOON.minusMillis(1));

    awaitStatus(engine, trigger, TriggerStatus.EXECUTED);
  }

  @Test
  void doesNotFireOnATickOfThatTime() {
    Engine engine = startAt("60000.0");
    Trigger trigger = engine.created(untilNoon(Engine.alert("alice", Condition.ABOVE, "65000")));
    Trigger unlimited = engine.created(Engine.alert("alice", Condition.ABOVE, "65000"));
    engine.armed(2);

    tradeAt("65000.0", NOON);
    awaitStatus(engine, unlimited, TriggerStatus.EXECUTED);
    clock.advance(Duration.ofSeconds(61));

    awaitStatus(engine, trigger, TriggerStatus.EXPIRED);
  }

  @Test
  void waitsForTicksOnTheirWay_whenItsTimeHasJustPassed() {
    Engine engine = startAt("60000.0");
    Trigger trigger = engine.created(untilNoon(Engine.alert("alice", Condition.ABOVE, "65000")));
    engine.armed(1);
    Trigger sooner =
        engine.created(
            TriggerOrders.expiring(
                Engine.alert("alice", Condition.ABOVE, "65000"), NOON.toEpochMilli() - 100));
    engine.armed(2);

    clock.advance(Duration.ofMillis(60_950));
    awaitStatus(engine, sooner, TriggerStatus.EXPIRED);
    // Its exchange time is long before.
    feed.trade(Engine.LIN, "65000.0");

    awaitStatus(engine, trigger, TriggerStatus.EXECUTED);
  }

  @Test
  void isRefused_whenTheTimeIsNotInTheFuture() {
    Engine engine = startAt("60000.0");
    RuleCommand.CreateTrigger order = Engine.alert("alice", Condition.ABOVE, "65000");

    RuleReply.Refused refused =
        engine.refused(TriggerOrders.expiring(order, clock.instant().toEpochMilli()));

    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID);
    assertThat(refused.field()).isEqualTo("expires_at");
    assertThat(engine.keysOfUsers()).isEmpty();
    assertThat(engine.keysOfRecords()).isEmpty();
  }

  @Test
  void answersItsFirstResult_whenTheCommandComesAgainAfterTheExpiry() {
    Engine engine = startAt("60000.0");
    RuleCommand.CreateTrigger order = untilNoon(Engine.alert("alice", Condition.ABOVE, "65000"));
    Trigger trigger = engine.created(order);
    engine.armed(1);
    clock.advance(Duration.ofSeconds(62));
    awaitStatus(engine, trigger, TriggerStatus.EXPIRED);

    assertThat(engine.created(order).status()).isEqualTo(TriggerStatus.EXPIRED);
  }

  @Test
  void cancellingWhatExpired_isNoError() {
    Engine engine = startAt("60000.0");
    Trigger trigger = engine.created(untilNoon(Engine.alert("alice", Condition.ABOVE, "65000")));
    engine.armed(1);
    clock.advance(Duration.ofSeconds(62));
    awaitStatus(engine, trigger, TriggerStatus.EXPIRED);

    RuleReply reply = engine.send(new RuleCommand.CancelTrigger(trigger.id(), "alice"));

    assertThat(Engine.done(reply).get("status").asText()).isEqualTo("expired");
    Engine.eventually("told", () -> engine.eventTypes("alice").contains("trigger_expired"));
    assertThat(engine.eventTypes("alice")).doesNotContain("trigger_cancelled");
  }

  @Test
  void expiresAtOnce_whenTheEngineStartsAfterItsTime() {
    Engine engine = startAt("60000.0");
    Trigger trigger = engine.created(untilNoon(Engine.alert("alice", Condition.ABOVE, "65000")));
    engine.armed(1);
    stop(engine);
    // No feed is there to tell what came before its time, and no longer than this is that awaited.
    clock.advance(Duration.ofSeconds(60 + 30));

    // Loaded after its time: it expires at once, in whichever engine is first.
    Engine again = startAt("60000.0");

    awaitStatus(again, trigger, TriggerStatus.EXPIRED);
    Engine.eventually("told", () -> again.eventTypes("alice").contains("trigger_expired"));
    assertThat(again.eventTypes("alice")).containsOnlyOnce("trigger_expired");
  }

  @Test
  void leavesRoomForAnother_whenItExpires() {
    Engine engine = start(clock, Map.of("rules.max-triggers", "1"));
    feed.trade(Engine.LIN, "60000.0");
    Trigger trigger = engine.created(untilNoon(Engine.alert("alice", Condition.ABOVE, "65000")));
    engine.armed(1);
    assertThat(engine.refused(Engine.alert("alice", Condition.ABOVE, "66000")).code())
        .isEqualTo(ErrorCode.MAX_TRIGGERS);
    clock.advance(Duration.ofSeconds(62));
    awaitStatus(engine, trigger, TriggerStatus.EXPIRED);
    Engine.eventually("told", () -> engine.eventTypes("alice").contains("trigger_expired"));

    engine.created(Engine.alert("alice", Condition.ABOVE, "66000"));
    engine.armed(1);
  }
}
