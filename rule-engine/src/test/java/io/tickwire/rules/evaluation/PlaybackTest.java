package io.tickwire.rules.evaluation;

import static io.tickwire.rules.evaluation.Desk.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Crossing;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Origin;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Trail;
import io.tickwire.rules.book.Wait;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ticks that came after a rule was accepted and before the engine heard of it. */
class PlaybackTest {
  private final Desk desk = new Desk("0.1");

  private Rule stop(String price) {
    return desk.rule(
        "L1", ExecutionKind.STOP_LOSS, new Wait.Level(Direction.DOWN, desk.ticks(price)));
  }

  @Test
  void firesAtTheTickThatReachedIt_whenThePriceIsBackSince() {
    desk.trade("60000");
    Rule accepted = stop("59000");
    desk.trade("58990");
    desk.trade("58000");
    desk.trade("60000");

    List<Hit> hits = desk.arm(accepted);

    assertThat(told(hits)).containsExactly("L1 stop_loss 58990");
    assertThat(hits.get(0).tick().sequence()).isEqualTo(2);
    assertThat(hits.get(0).late()).isFalse();
  }

  @Test
  void givesACrossingItsSide_andFiresItWithinTheSameTicks() {
    desk.trade("65000");
    Wait wait = new Wait.Cross(Crossing.UP, desk.ticks("65000"), 1, Origin.NONE);
    Rule accepted = desk.rule("up", ExecutionKind.TRIGGER, wait);
    Rule other = desk.rule("later", ExecutionKind.TRIGGER, wait);
    desk.trade("64990");

    assertThat(desk.arm(other)).isEmpty();
    desk.evaluator.disarm("later");
    desk.trade("65010");
    desk.trade("64000");
    assertThat(told(desk.arm(accepted))).containsExactly("up trigger 65010");
  }

  @Test
  void movesTheExtreme_whenTheHighIsPast() {
    desk.trade("100");
    Wait wait = new Wait.Trailing(Trail.basisPoints(Side.LONG, 100), null, 0);
    Rule accepted = desk.rule("t", ExecutionKind.TRAILING_STOP, wait);
    desk.trade("110");
    desk.trade("109");

    assertThat(desk.arm(accepted)).isEmpty();
    assertThat(desk.evaluator.extremes().get(0).extremeTicks()).isEqualTo(1_100);
    assertThat(told(desk.trade("108.9"))).containsExactly("t trailing_stop 108.9");
  }

  @Test
  void firesThePartialTargetsBeforeTheStop_inOrderOfTime() {
    desk.trade("60000");
    Wait level = new Wait.Level(Direction.UP, desk.ticks("61000"));
    Rule target = Desk.partial(desk.rule("L1", ExecutionKind.TAKE_PROFIT, level), 0);
    Wait further = new Wait.Level(Direction.UP, desk.ticks("62000"));
    Rule second = Desk.partial(desk.rule("L1", ExecutionKind.TAKE_PROFIT, further), 1);
    Rule stop = stop("59000");
    desk.trade("61000");
    desk.trade("58000");
    desk.trade("63000");

    assertThat(told(desk.arm(stop, target, second)))
        .containsExactly("L1 take_profit 61000", "L1 stop_loss 58000");
    assertThat(desk.evaluator.armed()).isZero();
  }

  @Test
  void playsALateTradeInItsPlace_whenTheRuleComesAfterIt() {
    desk.trade("60000");
    Rule accepted = stop("59000");
    desk.miss(1);
    desk.nowNs++;
    desk.trade("60000");
    desk.recovered(2, desk.nowNs - 1, "58900");

    assertThat(told(desk.arm(accepted))).containsExactly("L1 stop_loss 58900");
  }

  @Test
  void firesLateOnTheLow_whenTheTicksAreNoLongerHeld() {
    desk.trade("60000");
    Rule accepted = stop("59000");
    desk.trade("58990");
    busy("60000");

    List<Hit> hits = desk.arm(accepted);

    assertThat(told(hits)).containsExactly("L1 stop_loss 58990");
    assertThat(hits.get(0).late()).isTrue();
    assertThat(hits.get(0).tick().sequence()).isEqualTo(2);
  }

  @Test
  void waits_whenTheLowIsOlderThanTheArming() {
    desk.trade("58990");
    desk.trade("60000");
    Rule accepted = stop("59000");
    desk.trade("59500");
    busy("60000");

    assertThat(desk.arm(accepted)).isEmpty();
  }

  @Test
  void drawsATrailingStopToTheHigh_whenTheTicksAreNoLongerHeld() {
    desk.trade("100");
    Wait wait = new Wait.Trailing(Trail.basisPoints(Side.LONG, 1_000), null, 0);
    Rule accepted = desk.rule("t", ExecutionKind.TRAILING_STOP, wait);
    desk.trade("110");
    busy("105");

    assertThat(desk.arm(accepted)).isEmpty();
    assertThat(desk.evaluator.extremes().get(0).extremeTicks()).isEqualTo(1_100);
  }

  @Test
  void leavesATrailingStopWhereItStood_whenTheHighMayBeOlderThanItsActivation() {
    desk.trade("100");
    Wait.Activation below = new Wait.Activation(Direction.DOWN, desk.ticks("95"));
    Wait wait = new Wait.Trailing(Trail.basisPoints(Side.LONG, 1_000), below, desk.ticks("96"));
    Rule activated = desk.rule("t", ExecutionKind.TRAILING_STOP, wait);
    desk.trade("110");
    busy("96");

    assertThat(desk.arm(activated)).isEmpty();
    assertThat(desk.evaluator.extremes().get(0).extremeTicks()).isEqualTo(desk.ticks("96"));
  }

  private void busy(String price) {
    for (int i = 0; i < RecentTicks.MOST; i++) {
      desk.trade(price);
    }
  }
}
