package io.tickwire.rules.evaluation;

import static io.tickwire.rules.evaluation.Desk.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArmingTest {
  private final Desk desk = new Desk("0.1");

  @Test
  void firesAtOnce_whenTheStopIsBeyondTheKnownPrice() {
    desk.trade("60000");

    assertThat(told(desk.armLong("L1", "60500", null))).containsExactly("L1 stop_loss 60000");
  }

  @Test
  void firesOnArming_whenATickReachedTheStopBetweenAcceptanceAndArming() {
    desk.trade("60000");
    Rule accepted = stop("L1", "59990", 1);
    desk.trade("59980");

    assertThat(told(desk.evaluator.arm(List.of(accepted)))).containsExactly("L1 stop_loss 59980");
  }

  @Test
  void waits_whenTheKnownPriceIsOlderThanTheArming() {
    desk.trade("58000");
    desk.nowNs += 1;

    assertThat(desk.armLong("L1", "59000", null)).isEmpty();
    assertThat(told(desk.trade("58000"))).containsExactly("L1 stop_loss 58000");
  }

  @Test
  void ignoresATick_whenItIsOlderThanTheArming() {
    desk.armLong("L1", "59000", null);
    long before = desk.nowNs - 1;

    assertThat(desk.evaluator.onTrade(10, 58_000, 0, before, before, false)).isEmpty();
    assertThat(desk.evaluator.armed()).isEqualTo(1);
    assertThat(desk.evaluator.onTrade(11, 58_000, 0, before + 1, before + 1, false)).hasSize(1);
  }

  @Test
  void ignoresTheVersion_whenItIsArmedAlready() {
    desk.armLong("L1", "59000", null);

    assertThat(desk.arm("L1", 1, Side.LONG, PriceSource.LAST, "59500", null)).isEmpty();
    assertThat(desk.trade("59400")).isEmpty();
    assertThat(desk.trade("59000")).hasSize(1);
  }

  @Test
  void ignoresAnOlderVersion_whenANewerIsArmed() {
    desk.arm("L1", 2, Side.LONG, PriceSource.LAST, "58500", null);
    desk.arm("L1", 1, Side.LONG, PriceSource.LAST, "59000", null);

    assertThat(desk.trade("58990")).isEmpty();
    assertThat(desk.trade("58500")).hasSize(1);
  }

  @Test
  void replacesEveryRuleOfTheOlderVersion_whenANewerIsArmed() {
    desk.armLong("L1", "59000", "62000");
    desk.arm("L1", 2, Side.LONG, PriceSource.LAST, "58500", null);

    assertThat(desk.trade("58990")).isEmpty();
    assertThat(desk.trade("62500")).isEmpty();
    assertThat(desk.evaluator.armed()).isEqualTo(1);
  }

  @Test
  void ignoresTheVersion_whenItIsFiring() {
    desk.armLong("L1", "59000", "62000");
    desk.trade("59000");

    assertThat(desk.arm("L1", 1, Side.LONG, PriceSource.LAST, "59000", "62000")).isEmpty();
    assertThat(desk.trade("58000")).isEmpty();
    assertThat(desk.evaluator.armed()).isZero();
  }

  @Test
  void armsTheEdit_whenItWasFirstAndTheHitLost() {
    desk.armLong("L1", "59000", null);
    desk.trade("58990");

    assertThat(desk.arm("L1", 2, Side.LONG, PriceSource.LAST, "58500", null)).isEmpty();
    assertThat(told(desk.trade("58500"))).containsExactly("L1 stop_loss 58500");
  }

  @Test
  void firesTheEditAtOnce_whenThePriceIsBeyondTheNewStop() {
    desk.trade("60000");
    desk.armLong("L1", "59000", null);

    assertThat(told(desk.arm("L1", 2, Side.LONG, PriceSource.LAST, "60500", null)))
        .containsExactly("L1 stop_loss 60000");
  }

  @Test
  void forgetsTheOwner_whenDisarmedWhileArmedOrFiring() {
    desk.armLong("armed", "59000", null);
    desk.armLong("firing", "59500", null);
    desk.trade("59500");

    desk.evaluator.disarm("armed");
    desk.evaluator.disarm("firing");
    desk.evaluator.disarm("unknown");

    assertThat(desk.trade("58000")).isEmpty();
    assertThat(told(desk.armLong("firing", "58500", null)))
        .containsExactly("firing stop_loss 58000");
  }

  @Test
  void armsNothing_whenThereAreNoRules() {
    assertThat(desk.evaluator.arm(List.of())).isEmpty();
    assertThat(desk.evaluator.armed()).isZero();
  }

  @Test
  void refusesRules_whenTheyBelongToTwoOwnersOrVersionsOrRepeatAKind() {
    assertRefused(stop("a", "59000", 1), stop("b", "59000", 1));
    assertRefused(
        stop("a", "59000", 1),
        desk.rule(
            "a", ExecutionKind.TAKE_PROFIT, PriceSource.LAST, Direction.UP, "62000", 2, false));
    assertRefused(stop("a", "59000", 1), stop("a", "58000", 1));
    assertThat(desk.evaluator.armed()).isZero();
  }

  private void assertRefused(Rule one, Rule other) {
    assertThatThrownBy(() -> desk.evaluator.arm(List.of(one, other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ownerId=a");
  }

  private Rule stop(String id, String price, long version) {
    return desk.rule(
        id, ExecutionKind.STOP_LOSS, PriceSource.LAST, Direction.DOWN, price, version, false);
  }
}
