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

/** One percent between last and mark at most. */
class PriceProtectionTest {
  private final Desk desk = new Desk("0.1");

  private List<Hit> arm(Wait wait) {
    return desk.arm(guarded(wait));
  }

  private Rule guarded(Wait wait) {
    return Desk.guarded(desk.rule("L1", ExecutionKind.STOP_LOSS, wait), 100);
  }

  private Wait stop(String price) {
    return new Wait.Level(Direction.DOWN, desk.ticks(price));
  }

  @Test
  void staysArmedAndIsHeld_whenTheGapIsTooWide() {
    desk.mark("60000");
    desk.trade("60000");
    arm(stop("59000"));

    assertThat(desk.trade("58900")).isEmpty();
    assertThat(desk.evaluator.armed()).isEqualTo(1);
    assertThat(desk.evaluator.held()).isEqualTo(1);
  }

  @Test
  void firesOnTheMarkThatFollows_whenTheGapCloses() {
    desk.mark("60000");
    desk.trade("60000");
    arm(stop("59000"));
    desk.trade("58900");

    assertThat(desk.mark("59500")).isEmpty();
    assertThat(told(desk.mark("59489"))).containsExactly("L1 stop_loss 58900");
    assertThat(desk.evaluator.held()).isZero();
  }

  @Test
  void firesOnTheTradeThatFollows_whenTheGapCloses() {
    desk.mark("59400");
    desk.trade("60000");
    arm(stop("59000"));

    assertThat(desk.trade("58000")).isEmpty();
    assertThat(told(desk.trade("58806"))).containsExactly("L1 stop_loss 58806");
  }

  @Test
  void waitsAgain_whenThePriceGoesBackMeanwhile() {
    desk.mark("60000");
    desk.trade("60000");
    arm(stop("59000"));
    desk.trade("58900");

    assertThat(desk.trade("59100")).isEmpty();
    assertThat(desk.evaluator.held()).isZero();
    assertThat(desk.mark("59100")).isEmpty();
    assertThat(told(desk.trade("58990"))).containsExactly("L1 stop_loss 58990");
  }

  @Test
  void fires_whenTheGapIsExactlyTheLimit() {
    desk.mark("60000");
    desk.trade("60000");
    arm(stop("59400"));

    assertThat(desk.trade("59400")).hasSize(1);
  }

  @Test
  void fires_whenNoMarkIsKnown() {
    desk.trade("60000");
    arm(stop("59000"));

    assertThat(desk.trade("50000")).hasSize(1);
  }

  @Test
  void goesOnFromTheHigh_whenAHeldTrailingStopIsLeftByThePrice() {
    desk.mark("100");
    desk.trade("100");
    arm(new Wait.Trailing(Trail.basisPoints(Side.LONG, 200), null, 0));

    assertThat(desk.trade("98")).isEmpty();
    assertThat(desk.evaluator.held()).isEqualTo(1);
    assertThat(desk.trade("98.1")).isEmpty();
    assertThat(desk.evaluator.extremes().get(0).extremeTicks()).isEqualTo(1_000);
    desk.mark("98");
    assertThat(told(desk.trade("98"))).containsExactly("L1 stop_loss 98");
  }

  @Test
  void crossesAgain_whenAHeldCrossingIsLeftByThePrice() {
    desk.mark("100");
    desk.trade("100");
    arm(new Wait.Cross(Crossing.UP, 1_020, 1, Origin.NONE));

    assertThat(desk.trade("102")).isEmpty();
    assertThat(desk.trade("101.9")).isEmpty();
    desk.mark("102");
    assertThat(desk.trade("102")).hasSize(1);
  }

  @Test
  void letsTheOthersOfItsOwnerFire_whileItIsHeld() {
    desk.mark("60000");
    desk.trade("60000");
    Wait liquidation = new Wait.Level(Direction.DOWN, desk.ticks("58000"));
    desk.arm(guarded(stop("59000")), desk.rule("L1", ExecutionKind.LIQUIDATION, liquidation));
    desk.trade("58900");

    assertThat(told(desk.trade("58000"))).containsExactly("L1 liquidation 58000");
    assertThat(desk.evaluator.held()).isZero();
    assertThat(desk.evaluator.armed()).isZero();
  }

  @Test
  void isForgotten_whenItsOwnerIsDisarmedOrEdited() {
    desk.mark("60000");
    desk.trade("60000");
    arm(stop("59000"));
    desk.trade("58900");
    desk.evaluator.disarm("L1");

    assertThat(desk.evaluator.held()).isZero();
    assertThat(desk.mark("58900")).isEmpty();
  }

  @Test
  void isHeldFromTheArmingOn_whenTheKnownPriceIsBeyondTheStop() {
    desk.mark("60000");
    desk.trade("58900");

    assertThat(arm(stop("59000"))).isEmpty();
    assertThat(desk.evaluator.held()).isEqualTo(1);
    assertThat(told(desk.mark("58900"))).containsExactly("L1 stop_loss 58900");
  }
}
