package io.tickwire.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.cluster.Role;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Event;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleQuery;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.testsupport.ManualMembers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Alerts that fire again and again. Ticks carry the time of now: a cooldown counts from Redis's.
 */
class RepeatedAlertTest extends EngineTest {
  private long newestNs;

  private Engine startAt(String price, Map<String, String> settings) {
    Engine engine = start(new LocalMembers("engine-a"), settings);
    trade(price);
    return engine;
  }

  private static RuleCommand.CreateTrigger above(String price, long cooldownS, int hysteresisBp) {
    return TriggerOrders.repeating(
        Engine.alert("alice", Condition.ABOVE, price), cooldownS, hysteresisBp);
  }

  private void trade(String price) {
    long nowNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() + 1);
    tradeAt(price, Math.max(newestNs + 1, nowNs));
  }

  private void tradeAt(String price, long exchangeTimeNs) {
    newestNs = exchangeTimeNs;
    BigDecimal value = new BigDecimal(price);
    feed.publish(
        Tick.trade(
            Engine.LIN,
            feed.next(Engine.LIN, price).sequence(),
            exchangeTimeNs,
            TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()),
            value.scale(),
            value.unscaledValue().longValueExact(),
            0,
            1));
  }

  private static void awaitFirings(Engine engine, Trigger trigger, int times) {
    Engine.eventually(
        "fired " + times + " times",
        () ->
            engine.trigger("alice", trigger.id()).firings() == times
                && engine.eventTypes("alice").size() >= times);
    engine.armed(1);
  }

  /** What the executions filled at, the oldest first. */
  private static List<String> fills(Engine engine) {
    List<String> fills = new ArrayList<>();
    JsonNode page = Engine.done(engine.ask(new RuleQuery.ListExecutions("alice", null, 100)));
    page.get("items").forEach(one -> fills.add(0, one.get("fill_price").asText()));
    return fills;
  }

  private static void awaitStatus(Engine engine, Trigger trigger, TriggerStatus status) {
    Engine.eventually(
        trigger.id() + " is " + status,
        () -> engine.trigger("alice", trigger.id()).status() == status);
  }

  @Test
  void firesAgain_afterThePriceWentBackBehindTheThreshold() {
    Engine engine = startAt("60000.0", Map.of());
    Trigger alert = engine.created(above("65000", 0, 0));
    engine.armed(1);

    trade("65000.0");
    awaitFirings(engine, alert, 1);
    trade("65100.0");
    trade("65000.0");
    trade("64999.9");
    trade("65000.2");
    awaitFirings(engine, alert, 2);

    assertThat(fills(engine)).containsExactly("65000.0", "65000.2");
    Trigger now = engine.trigger("alice", alert.id());
    assertThat(now.status()).isEqualTo(TriggerStatus.ARMED);
    assertThat(now.version()).isEqualTo(3);
    assertThat(now.firedAt()).isNotNull();
    List<Event> told = engine.events("alice");
    assertThat(told.stream().map(Event::type))
        .containsExactly("trigger_executed", "trigger_executed");
    assertThat(told.get(1).data().get("firings").asInt()).isEqualTo(2);
    assertThat(told.get(1).data().get("status").asText()).isEqualTo("armed");
    assertThat(told.get(1).data().get("execution").get("direction").asText())
        .isEqualTo("crosses_up");
  }

  @Test
  void waitsUntilThePriceIsFarEnoughBehind_whenItHasAHysteresis() {
    Engine engine = startAt("60000.0", Map.of());
    Trigger alert = engine.created(above("65000", 0, 10));
    engine.armed(1);

    trade("65000.0");
    awaitFirings(engine, alert, 1);
    trade("64935.1");
    trade("65001.0");
    trade("64935.0");
    trade("65002.0");
    awaitFirings(engine, alert, 2);

    assertThat(fills(engine)).containsExactly("65000.0", "65002.0");
  }

  @Test
  void isDeaf_duringItsCooldown() {
    Engine engine = startAt("60000.0", Map.of());
    Trigger alert = engine.created(above("65000", 60, 0));
    engine.armed(1);

    trade("65000.0");
    awaitFirings(engine, alert, 1);
    long firedNs = newestNs;
    tradeAt("64000.0", firedNs + TimeUnit.SECONDS.toNanos(10));
    tradeAt("65001.0", firedNs + TimeUnit.SECONDS.toNanos(50));
    // Past the cooldown, but it has not been behind the threshold since.
    tradeAt("65002.0", firedNs + TimeUnit.SECONDS.toNanos(120));
    tradeAt("64000.0", firedNs + TimeUnit.SECONDS.toNanos(121));
    tradeAt("65003.0", firedNs + TimeUnit.SECONDS.toNanos(122));
    awaitFirings(engine, alert, 2);

    assertThat(fills(engine)).containsExactly("65000.0", "65003.0");
  }

  @Test
  void firesInBothDirections_whenItCrossesEitherWay() {
    Engine engine = startAt("64000.0", Map.of());
    Trigger alert =
        engine.created(
            TriggerOrders.repeating(Engine.alert("alice", Condition.CROSSES, "65000"), 0, 0));
    engine.armed(1);

    trade("66000.0");
    awaitFirings(engine, alert, 1);
    trade("65500.0");
    trade("64500.0");
    awaitFirings(engine, alert, 2);

    assertThat(engine.events("alice"))
        .extracting(event -> event.data().get("execution").get("direction").asText())
        .containsExactly("crosses_up", "crosses_down");
  }

  @Test
  void isPausedAndItsOwnerTold_whenItFiresTheSixteenthTimeWithinThreeMinutes() {
    Engine engine = startAt("60000.0", Map.of("rules.max-triggers", "1"));
    Trigger alert = engine.created(above("65000", 0, 0));
    engine.armed(1);
    for (int times = 1; times <= 15; times++) {
      trade("65000.0");
      awaitFirings(engine, alert, times);
      trade("64000.0");
    }

    trade("65000.0");

    awaitStatus(engine, alert, TriggerStatus.PAUSED);
    Engine.eventually("told", () -> engine.eventTypes("alice").contains("trigger_paused"));
    Trigger paused = engine.trigger("alice", alert.id());
    assertThat(paused.result()).isEqualTo("too_many_firings");
    assertThat(paused.firings()).isEqualTo(16);
    assertThat(fills(engine)).hasSize(16);
    List<Event> told = engine.events("alice");
    assertThat(told).hasSize(16);
    assertThat(told.get(15).type()).isEqualTo("trigger_paused");
    assertThat(told.get(15).data().get("result").asText()).isEqualTo("too_many_firings");
    assertThat(told.get(15).data().get("execution").get("id").asText())
        .isEqualTo(paused.executionId());
    engine.armed(0);
    assertThat(engine.counter("rules_paused_total")).isEqualTo(1);
    assertThat(engine.keysOfRecords()).isEmpty();

    // One that is paused does not count as armed, and to cancel it changes nothing.
    RuleReply cancelled = engine.send(new RuleCommand.CancelTrigger(alert.id(), "alice"));
    assertThat(Engine.done(cancelled).get("status").asText()).isEqualTo("paused");
    engine.created(above("66000", 0, 0));
    engine.armed(1);
  }

  @Test
  void keepsItsLastFiring_whenItIsCancelled() {
    Engine engine = startAt("60000.0", Map.of());
    Trigger alert = engine.created(above("65000", 0, 0));
    engine.armed(1);
    trade("65000.0");
    awaitFirings(engine, alert, 1);
    Trigger fired = engine.trigger("alice", alert.id());

    Engine.done(engine.send(new RuleCommand.CancelTrigger(alert.id(), "alice")));

    engine.armed(0);
    Engine.eventually("told", () -> engine.eventTypes("alice").contains("trigger_cancelled"));
    Trigger cancelled = engine.trigger("alice", alert.id());
    assertThat(cancelled.status()).isEqualTo(TriggerStatus.CANCELLED);
    assertThat(cancelled.firings()).isEqualTo(1);
    assertThat(cancelled.firedAt()).isEqualTo(fired.firedAt());
    assertThat(cancelled.executionId()).isEqualTo(fired.executionId());
  }

  @Test
  void waitsForAFreshCross_whenTheEngineRestartsAfterAFiring() {
    Engine engine = startAt("60000.0", Map.of());
    Trigger alert = engine.created(above("65000", 0, 0));
    engine.armed(1);
    trade("65000.0");
    awaitFirings(engine, alert, 1);
    stop(engine);

    Engine again = start(new LocalMembers("engine-b"), Map.of());
    again.armed(1);
    trade("65100.0");
    trade("64000.0");
    trade("65001.0");
    awaitFirings(again, alert, 2);

    assertThat(fills(again)).containsExactly("65000.0", "65001.0");
  }

  @Test
  void firesOnceAtATime_whenTwoEnginesEvaluateIt() {
    ManualMembers membersOfA = new ManualMembers("engine-a");
    ManualMembers membersOfB = new ManualMembers("engine-b");
    membersOfA.set(Role.RULES, "engine-a", "engine-b");
    membersOfB.set(Role.RULES, "engine-a", "engine-b");
    Engine a = start(membersOfA, Map.of());
    Engine b = start(membersOfB, Map.of());
    trade("60000.0");
    Trigger alert = a.created(above("65000", 0, 0));
    a.armed(1);
    b.armed(1);
    for (int times = 1; times <= 5; times++) {
      trade("65000.0");
      awaitFirings(a, alert, times);
      a.armed(1);
      b.armed(1);
      trade("64000.0");
    }

    assertThat(a.counter("rules_fired_total") + b.counter("rules_fired_total")).isEqualTo(5);
    assertThat(fills(a)).hasSize(5);
    assertThat(a.eventTypes("alice")).hasSize(5).containsOnly("trigger_executed");
  }

  @Test
  void firesOnceOnARecoveredCandle_andNotAgainFromTheSameExtreme() {
    Engine engine = startAt("60000.0", Map.of());
    Trigger alert = engine.created(above("65000", 0, 0));
    engine.armed(1);
    long startMs = TimeUnit.NANOSECONDS.toMillis(newestNs) + 1;
    Tick candle = candle(startMs, "64950.0", "65100.0", "64900.0", "64900.0");

    feed.publish(candle);
    awaitFirings(engine, alert, 1);
    feed.publish(candle);
    newestNs = TimeUnit.MILLISECONDS.toNanos(startMs + 60_000);
    trade("64900.0");
    trade("65002.0");
    awaitFirings(engine, alert, 2);

    assertThat(fills(engine)).containsExactly("65000.0", "65002.0");
    assertThat(engine.events("alice").get(0).data().get("execution").get("recovered").asBoolean())
        .isTrue();
  }

  private static Tick candle(long startMs, String open, String high, String low, String close) {
    return Tick.candle(
        Engine.LIN,
        startMs,
        60_000,
        TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()),
        1,
        tenths(open),
        tenths(high),
        tenths(low),
        tenths(close));
  }

  private static long tenths(String price) {
    return new BigDecimal(price).movePointRight(1).longValueExact();
  }

  @Test
  void isRefused_whenItOpensOrBelongsToAGroup() {
    Engine engine = startAt("60000.0", Map.of());

    RuleReply.Refused opening =
        engine.refused(TriggerOrders.repeating(Engine.openAbove("alice", "65000", "1"), 0, 0));
    RuleReply.Refused grouped =
        engine.refused(TriggerOrders.grouped(above("65000", 0, 0), "breakout"));
    RuleReply.Refused tooLong = engine.refused(above("65000", 86_401, 0));

    assertThat(List.of(opening, grouped, tooLong))
        .extracting(RuleReply.Refused::code)
        .containsOnly(ErrorCode.INVALID);
    assertThat(List.of(opening, grouped))
        .extracting(RuleReply.Refused::field)
        .containsOnly("repeat");
    assertThat(tooLong.field()).isEqualTo("repeat.cooldown_s");
    assertThat(engine.keysOfUsers()).isEmpty();
    assertThat(engine.keysOfRecords()).isEmpty();
  }
}
