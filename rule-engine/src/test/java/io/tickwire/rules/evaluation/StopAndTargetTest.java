package io.tickwire.rules.evaluation;

import static io.tickwire.rules.evaluation.Desk.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopAndTargetTest {
  private final Desk desk = new Desk("0.1");

  @Test
  void firesTheStopOfALong_whenTheTradeIsAtIt() {
    desk.armLong("L1", "59000", "62000");

    assertThat(told(desk.trade("59000.0"))).containsExactly("L1 stop_loss 59000.0");
  }

  @Test
  void keepsTheStopOfALong_whenTheTradeIsOneTickAboveIt() {
    desk.armLong("L1", "59000", "62000");

    assertThat(desk.trade("59000.1")).isEmpty();
    assertThat(desk.evaluator.armed()).isEqualTo(2);
  }

  @Test
  void firesTheTargetOfALong_whenTheTradeIsAtIt() {
    desk.armLong("L1", "59000", "62000");

    assertThat(told(desk.trade("62000.0"))).containsExactly("L1 take_profit 62000.0");
  }

  @Test
  void fillsTheTargetAtTheBetterTick_whenThePriceGapsOverIt() {
    desk.armLong("L1", "59000", "62000");

    assertThat(desk.trade("61900")).isEmpty();
    assertThat(told(desk.trade("62500"))).containsExactly("L1 take_profit 62500");
  }

  @Test
  void fillsTheStopAtTheWorseTick_whenThePriceGapsThroughIt() {
    desk.armLong("L1", "1900", null);

    assertThat(told(desk.trade("1875.5"))).containsExactly("L1 stop_loss 1875.5");
  }

  @Test
  void firesTheStopOfAShort_whenTheTradeIsAtIt() {
    desk.armShort("S1", "61000", "58000");

    assertThat(desk.trade("60999.9")).isEmpty();
    assertThat(told(desk.trade("61000.0"))).containsExactly("S1 stop_loss 61000.0");
  }

  @Test
  void firesTheTargetOfAShort_whenTheTradeIsBelowIt() {
    desk.armShort("S1", "61000", "58000");

    assertThat(told(desk.trade("57990"))).containsExactly("S1 take_profit 57990");
  }

  @Test
  void firesTheNearestStopFirst_whenTheFirstTickOfAllReachesTwo() {
    desk.armLong("far", "58900", null);
    desk.armLong("near", "59000", null);

    assertThat(told(desk.trade("58000")))
        .containsExactly("near stop_loss 58000", "far stop_loss 58000");
  }

  @Test
  void firesTheNearestToThePreviousPriceFirst_whenOneTickReachesSeveral() {
    desk.trade("60000");
    desk.armShort("c", "60300", null);
    desk.armLong("b", null, "60200");
    desk.armTrigger("a", PriceSource.LAST, Direction.UP, "60100");

    assertThat(told(desk.trade("60400")))
        .containsExactly("a trigger 60400", "b take_profit 60400", "c stop_loss 60400");
  }

  @Test
  void firesInArmingOrder_whenTheThresholdIsTheSame() {
    desk.armLong("z", "59000", null);
    desk.armLong("a", "59000", null);

    assertThat(told(desk.trade("58000"))).containsExactly("z stop_loss 58000", "a stop_loss 58000");
  }

  @Test
  void firesOnlyTheFirstRuleOfAnOwner_whenATickReachesTwo() {
    desk.trade("60000");
    desk.evaluator.arm(
        List.of(
            ruleUp("L1", ExecutionKind.STOP_LOSS, "60200"),
            ruleUp("L1", ExecutionKind.TAKE_PROFIT, "60100")));

    assertThat(told(desk.trade("60300"))).containsExactly("L1 take_profit 60300");
    assertThat(desk.evaluator.armed()).isZero();
    assertThat(desk.trade("60400")).isEmpty();
  }

  @Test
  void evaluatesALevelOnTheFirstTick_whenNoPriceWasKnownBefore() {
    assertThat(desk.armTrigger("t1", PriceSource.LAST, Direction.UP, "65000")).isEmpty();

    assertThat(told(desk.trade("65200"))).containsExactly("t1 trigger 65200");
  }

  @Test
  void firesAboveAndBelowAtEquality_whenTriggersWait() {
    desk.armTrigger("above", PriceSource.LAST, Direction.UP, "65000");
    desk.armTrigger("below", PriceSource.LAST, Direction.DOWN, "64000");

    assertThat(desk.trade("64999.9")).isEmpty();
    assertThat(told(desk.trade("65000.0"))).containsExactly("above trigger 65000.0");
    assertThat(desk.trade("64000.1")).isEmpty();
    assertThat(told(desk.trade("64000.0"))).containsExactly("below trigger 64000.0");
  }

  @Test
  void keepsTheEvidence_whenARuleFires() {
    desk.armLong("L1", "59000", null);
    desk.nowNs = 5_000;

    Hit hit = desk.evaluator.onTrade(77, 58_990_000, 3, 6_000, 6_500, true).get(0);

    assertThat(hit.tick())
        .isEqualTo(new PricePoint(PriceSource.LAST, 77, 58_990_000, 3, 6_000, 6_500, true));
    assertThat(hit.fill()).isSameAs(hit.tick());
    assertThat(hit.rule().thresholdTicks()).isEqualTo(590_000);
  }

  @Test
  void separatesTheSources_whenOneOwnerWatchesMarkAndAnotherLast() {
    desk.armLong("onLast", "59000", null);
    desk.arm("onMark", 1, Side.LONG, PriceSource.MARK, "59000", null);
    desk.trade("60000");

    assertThat(told(desk.mark("58000"))).containsExactly("onMark stop_loss 60000");
    assertThat(told(desk.trade("58500"))).containsExactly("onLast stop_loss 58500");
  }

  private Rule ruleUp(String id, ExecutionKind kind, String price) {
    return desk.rule(id, kind, PriceSource.LAST, Direction.UP, price, 1, false);
  }
}
