package io.tickwire.rules.evaluation;

import static io.tickwire.rules.evaluation.Desk.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Crossing;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Origin;
import io.tickwire.rules.book.Wait;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrossingRuleTest {
  private final Desk desk = new Desk("0.1");

  @Test
  void needsAFreshCross_whenArmedExactlyAtTheThreshold() {
    desk.trade("65000");
    assertThat(desk.armCrossing("up", Crossing.UP, "65000", 1)).isEmpty();

    assertThat(desk.trade("65100")).isEmpty();
    assertThat(desk.trade("64999.9")).isEmpty();
    assertThat(told(desk.trade("65000.0"))).containsExactly("up trigger 65000.0");
  }

  @Test
  void firesOnceAndSaysUp_whenEitherDirectionCountsAndThePriceRises() {
    desk.trade("64000");
    desk.armCrossing("either", Crossing.EITHER, "65000", 1);

    List<Hit> hits = desk.trade("66000");

    assertThat(told(hits)).containsExactly("either trigger 66000");
    assertThat(hits.get(0).direction()).isEqualTo(Direction.UP);
    assertThat(desk.trade("64000")).isEmpty();
  }

  @Test
  void saysDown_whenEitherDirectionCountsAndThePriceFalls() {
    desk.trade("66000");
    desk.armCrossing("either", Crossing.EITHER, "65000", 1);

    assertThat(desk.trade("65000").get(0).direction()).isEqualTo(Direction.DOWN);
  }

  @Test
  void takesTheFirstTickAsReference_whenNoPriceIsKnown() {
    desk.armCrossing("up", Crossing.UP, "65000", 1);
    desk.armTrigger("above", PriceSource.LAST, Direction.UP, "65000");

    assertThat(told(desk.trade("65200"))).containsExactly("above trigger 65200");
    assertThat(desk.trade("64900")).isEmpty();
    assertThat(told(desk.trade("65300"))).containsExactly("up trigger 65300");
  }

  @Test
  void staysADirection_whenThePriceIsBeyondTheThresholdAlready() {
    desk.trade("65200");
    desk.armCrossing("up", Crossing.UP, "65000", 1);

    assertThat(desk.trade("64000")).isEmpty();
    assertThat(told(desk.trade("65000"))).containsExactly("up trigger 65000");
  }

  @Test
  void needsThePriceToGoBackFar_whenItHasHysteresis() {
    desk.trade("65100");
    desk.armCrossing("up", Crossing.UP, "65000", 500);

    assertThat(desk.trade("64950.1")).isEmpty();
    assertThat(desk.trade("65000")).isEmpty();
    assertThat(desk.trade("64950.0")).isEmpty();
    assertThat(desk.trade("64999.9")).isEmpty();
    assertThat(told(desk.trade("65000"))).containsExactly("up trigger 65000");
  }

  @Test
  void needsThePriceToGoUpFar_whenItCrossesDownWithHysteresis() {
    desk.trade("64900");
    desk.armCrossing("down", Crossing.DOWN, "65000", 500);

    assertThat(desk.trade("65049.9")).isEmpty();
    assertThat(desk.trade("65000")).isEmpty();
    assertThat(desk.trade("65050.0")).isEmpty();
    assertThat(told(desk.trade("65000"))).containsExactly("down trigger 65000");
  }

  @Test
  void keepsItsSide_whenItIsArmedWithOne() {
    Wait.Cross cross = new Wait.Cross(Crossing.UP, 650_000, 1, Origin.BELOW);
    desk.arm(desk.rule("up", ExecutionKind.TRIGGER, cross));

    assertThat(told(desk.trade("65200"))).containsExactly("up trigger 65200");
  }

  @Test
  void refusesTheRule_whenNoPriceIsThatFarBack() {
    assertThatThrownBy(() -> new Wait.Cross(Crossing.UP, 100, 101, Origin.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("backTicks=101");
    assertThatThrownBy(() -> new Wait.Cross(Crossing.UP, 100, 0, Origin.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Wait.Cross(Crossing.DOWN, Long.MAX_VALUE, 1, Origin.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Wait.Cross(Crossing.DOWN, 0, 1, Origin.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ticks=0");
  }
}
