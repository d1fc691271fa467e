package io.tickwire.rules.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.Side;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Repeat;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerAction;
import io.tickwire.rules.book.Crossing;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Origin;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Wait;
import io.tickwire.rules.samples.SampleTrigger;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TriggerArmingTest {
  private static final TickSize TENTHS = TickSize.of(new BigDecimal("0.1"));
  private static final TriggerAction ALERT = SampleTrigger.ALERT;
  private static final long ARMED_AT_NS = 7;

  private static Trigger trigger(
      Condition condition,
      TriggerAction action,
      @Nullable Long expiresAt,
      @Nullable Repeat repeat) {
    return SampleTrigger.of("trg_1")
        .on(condition, "65000")
        .action(action)
        .expiresAt(expiresAt)
        .repeat(repeat)
        .done();
  }

  private static Rule armed(Trigger trigger, RuleState state, @Nullable String price) {
    BigDecimal armedPrice = price == null ? null : new BigDecimal(price);
    List<Rule> rules =
        TriggerArming.rules(StoredRule.of(trigger, ARMED_AT_NS, 8, armedPrice), state, TENTHS);
    assertThat(rules).hasSize(1);
    return rules.get(0);
  }

  private static Wait waits(Condition condition, @Nullable String price) {
    return armed(trigger(condition, ALERT, null, null), fresh(), price).waitsFor();
  }

  private static RuleState fresh() {
    return RuleState.fresh(LiveStatus.ARMED, 1);
  }

  private static RuleState fired(int times) {
    return new RuleState(LiveStatus.ARMED, 1 + times, "exe_1", 5_000_000, 1, times);
  }

  @Test
  void aLevelWaitsForItsSide_whateverThePrice() {
    assertThat(waits(Condition.ABOVE, "66000")).isEqualTo(new Wait.Level(Direction.UP, 650_000));
    assertThat(waits(Condition.BELOW, null)).isEqualTo(new Wait.Level(Direction.DOWN, 650_000));
  }

  @Test
  void aCrossingComesFromTheSideOfThePriceItWasAcceptedAt() {
    assertThat(waits(Condition.CROSSES_UP, "64000"))
        .isEqualTo(new Wait.Cross(Crossing.UP, 650_000, 1, Origin.BELOW));
    assertThat(waits(Condition.CROSSES_DOWN, "65000.04"))
        .isEqualTo(new Wait.Cross(Crossing.DOWN, 650_000, 1, Origin.ABOVE));
    assertThat(waits(Condition.CROSSES, "64999.96"))
        .isEqualTo(new Wait.Cross(Crossing.EITHER, 650_000, 1, Origin.BELOW));
  }

  @Test
  void aCrossingHasNoSide_whenArmedAtTheThresholdOrWithoutAPrice() {
    assertThat(waits(Condition.CROSSES_UP, "65000.0"))
        .isEqualTo(new Wait.Cross(Crossing.UP, 650_000, 1, Origin.NONE));
    assertThat(waits(Condition.CROSSES, null))
        .isEqualTo(new Wait.Cross(Crossing.EITHER, 650_000, 1, Origin.NONE));
  }

  @Test
  void everythingThatHasFiredWaitsForAFreshCross() {
    Repeat atOnce = new Repeat(0, 0);
    for (Condition condition : List.of(Condition.ABOVE, Condition.CROSSES_UP)) {
      assertThat(armed(trigger(condition, ALERT, null, atOnce), fired(1), "64000").waitsFor())
          .isEqualTo(new Wait.Cross(Crossing.UP, 650_000, 1, Origin.NONE));
    }
    assertThat(armed(trigger(Condition.BELOW, ALERT, null, atOnce), fired(1), null).waitsFor())
        .isEqualTo(new Wait.Cross(Crossing.DOWN, 650_000, 1, Origin.NONE));
    assertThat(armed(trigger(Condition.CROSSES, ALERT, null, atOnce), fired(1), null).waitsFor())
        .isEqualTo(new Wait.Cross(Crossing.EITHER, 650_000, 1, Origin.NONE));
  }

  @Test
  void theHysteresisIsRoundedUpToATick() {
    assertThat(
            armed(trigger(Condition.ABOVE, ALERT, null, new Repeat(0, 10)), fired(1), null)
                .waitsFor())
        .isEqualTo(new Wait.Cross(Crossing.UP, 650_000, 650, Origin.NONE));
    TickSize coarse = TickSize.of(new BigDecimal("13"));
    Rule rule =
        TriggerArming.rules(
                StoredRule.of(trigger(Condition.ABOVE, ALERT, null, new Repeat(0, 3)), 0, 8, null),
                fired(1),
                coarse)
            .get(0);
    // 0.03 % of 5,000 ticks is one and a half.
    assertThat(rule.waitsFor()).isEqualTo(new Wait.Cross(Crossing.UP, 5_000, 2, Origin.NONE));
  }

  @Test
  void theCooldownCountsFromTheCommit() {
    Trigger calm = trigger(Condition.ABOVE, ALERT, null, new Repeat(60, 0));

    assertThat(armed(calm, fresh(), null).armedAtNs()).isEqualTo(ARMED_AT_NS);
    assertThat(armed(calm, fired(1), null).armedAtNs()).isEqualTo(65_000_000_000L);
  }

  @Test
  void theTickThatFiredIsOver_whenTheExchangesClockIsAhead() {
    RuleState ahead = new RuleState(LiveStatus.ARMED, 2, "exe_1", 5_000_000, 1, 1, 9_000_000_000L);
    Trigger atOnce = trigger(Condition.ABOVE, ALERT, null, new Repeat(0, 0));

    assertThat(armed(atOnce, ahead, null).armedAtNs()).isEqualTo(9_000_000_001L);
  }

  @Test
  void theExpiryGoesWithTheRule() {
    assertThat(armed(trigger(Condition.ABOVE, ALERT, 5L, null), fresh(), null).expiresAtNs())
        .isEqualTo(5_000_000);
    assertThat(armed(trigger(Condition.ABOVE, ALERT, null, null), fresh(), null).expiresAtNs())
        .isZero();
  }

  @Test
  void watchesTheSideThatItTradesAt_andAnAlertTheOneThatHasPassedWholly() {
    assertThat(asks(Condition.BELOW, open(Side.LONG))).isTrue();
    assertThat(asks(Condition.BELOW, open(Side.SHORT))).isFalse();
    assertThat(asks(Condition.ABOVE, ALERT)).isFalse();
    assertThat(asks(Condition.CROSSES_UP, ALERT)).isFalse();
    assertThat(asks(Condition.BELOW, ALERT)).isTrue();
    assertThat(asks(Condition.CROSSES_DOWN, ALERT)).isTrue();
    assertThat(asks(Condition.CROSSES, ALERT)).isFalse();
  }

  private static TriggerAction open(Side side) {
    return new TriggerAction(new TriggerAction.Open(side, BigDecimal.ONE, null, null, null), null);
  }

  private static boolean asks(Condition condition, TriggerAction action) {
    return armed(trigger(condition, action, null, null), fresh(), null).onAsk();
  }
}
