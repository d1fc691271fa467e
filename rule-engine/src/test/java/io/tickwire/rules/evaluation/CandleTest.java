package io.tickwire.rules.evaluation;

import static io.tickwire.rules.evaluation.Desk.told;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Crossing;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Trail;
import io.tickwire.rules.book.Wait;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Minutes that nobody watched. */
class CandleTest {
  private static final Trail ONE_PERCENT = Trail.basisPoints(Side.LONG, 100);

  private final Desk desk = new Desk("0.1");

  @Test
  void firesTheStopAtItsThreshold_whenStopAndTargetLieInsideTheCandle() {
    desk.trade("60000");
    desk.armLong("L1", "59000", "62000");

    List<Hit> hits = desk.candle("60000", "62300", "58800", "60500");

    assertThat(told(hits)).containsExactly("L1 stop_loss 59000.0");
    assertThat(hits.get(0).tick().recovered()).isTrue();
    assertThat(hits.get(0).tick().sequence())
        .isEqualTo(hits.get(0).tick().exchangeTimeNs() / 1_000_000);
    assertThat(desk.evaluator.armed()).isZero();
  }

  @Test
  void fillsAtTheOpen_whenTheCandleOpenedBeyondTheThreshold() {
    desk.trade("60000");
    desk.armLong("L1", "59000", null);
    desk.armLong("L2", "58000", null);

    assertThat(told(desk.candle("58500", "58600", "57000", "57500")))
        .containsExactly("L1 stop_loss 58500.0000", "L2 stop_loss 58000.0");
  }

  @Test
  void firesTheTargetAtItsThreshold_whenTheStopIsOutside() {
    desk.trade("60000");
    desk.armLong("L1", "59000", "62000");
    desk.armShort("S1", "63000", "59500");

    assertThat(told(desk.candle("60000", "62300", "59400", "60500")))
        .containsExactly("S1 take_profit 59500.0", "L1 take_profit 62000.0");
  }

  @Test
  void firesTheStopsOfAllOwnersFirst_nearestToTheOpenFirst() {
    desk.trade("60000");
    desk.armTrigger("trigger", PriceSource.LAST, Direction.UP, "60100");
    desk.armLong("far", "59000", "60200");
    desk.armShort("near", "60500", "59900");
    desk.armLong("same", "59500", null);

    assertThat(told(desk.candle("60000", "61000", "58000", "60000")))
        .containsExactly(
            "near stop_loss 60500.0",
            "same stop_loss 59500.0",
            "far stop_loss 59000.0",
            "trigger trigger 60100.0");
  }

  @Test
  void firesInOrderOfTime_whenTheTargetWasInAnEarlierCandle() {
    desk.trade("60000");
    desk.armLong("L1", "59000", "62000");

    assertThat(told(desk.candle("60000", "62300", "59900", "60500")))
        .containsExactly("L1 take_profit 62000.0");
    assertThat(desk.candle("60500", "60600", "58000", "60500")).isEmpty();
  }

  @Test
  void testsTheOldStopThenFollowsTheHigh_whenItTrails() {
    desk.trade("100");
    desk.armTrailing("t", ONE_PERCENT, null);

    assertThat(desk.candle("100", "110", "99.5", "109")).isEmpty();
    assertThat(desk.evaluator.extremes().get(0).extremeTicks()).isEqualTo(1_100);
    assertThat(desk.trade("109")).isEmpty();
    assertThat(told(desk.trade("108.9"))).containsExactly("t trailing_stop 108.9");
  }

  @Test
  void firesTheTrailingStopWhereItWas_whenTheLowReachedIt() {
    desk.trade("100");
    desk.armTrailing("t", ONE_PERCENT, null);

    List<Hit> hits = desk.candle("100", "110", "98.9", "109");

    assertThat(told(hits)).containsExactly("t trailing_stop 99.0");
    assertThat(hits.get(0).thresholdTicks()).isEqualTo(990);
  }

  @Test
  void testsTheDrawnStop_inTheNextCandle() {
    desk.trade("100");
    desk.armTrailing("t", ONE_PERCENT, null);
    desk.candle("100", "110", "99.5", "109.5");

    assertThat(told(desk.candle("109.5", "109.6", "108", "109.5")))
        .containsExactly("t trailing_stop 108.9");
  }

  @Test
  void judgesTradesInsideTheCandleByTheStopBeforeIt_whenTheyComeAfterIt() {
    desk.trade("100");
    desk.armTrailing("t", ONE_PERCENT, null);
    long startNs = desk.nowNs + 1;
    desk.candle(startNs, "100", "110", "99.5", "109");

    assertThat(desk.trade("105")).isEmpty();
    assertThat(desk.trade("104")).isEmpty();
    assertThat(told(desk.trade("103.9"))).containsExactly("t trailing_stop 103.9");
  }

  @Test
  void judgesTheLowByTheStopAtTheBeginning_whenPartOfTheCandleWasSeen() {
    desk.trade("100");
    desk.armTrailing("t", ONE_PERCENT, null);
    long startNs = desk.nowNs + 1;
    desk.trade("110");

    assertThat(desk.candle(startNs, "100", "111", "99.5", "109.5")).isEmpty();
    assertThat(told(desk.candle(startNs + Desk.MINUTE_NS, "109.5", "109.6", "109", "109.2")))
        .containsExactly("t trailing_stop 109.5000");
  }

  @Test
  void firesOnceAndNotAgainFromTheSameHigh_whenThePriceIsBackBelow() {
    desk.trade("64000");
    desk.armTrigger("alert", PriceSource.LAST, Direction.UP, "65000");
    String[] candle = {"64000", "65100", "63900", "64950"};
    long startNs = desk.nowNs + 1;

    assertThat(told(desk.candle(startNs, candle))).containsExactly("alert trigger 65000.0");
    desk.nowNs += Desk.MINUTE_NS;
    assertThat(desk.trade("64900")).isEmpty();
    Rule again =
        desk.rule(
            "alert", ExecutionKind.TRIGGER, PriceSource.LAST, Direction.UP, "65000", 2, false);
    assertThat(desk.arm(again)).isEmpty();
    assertThat(desk.candle(startNs, candle)).isEmpty();
    assertThat(desk.candle(startNs, "64000", "65200", "63900", "64950")).isEmpty();
    assertThat(told(desk.trade("65000"))).containsExactly("alert trigger 65000");
  }

  @Test
  void firesNothing_whenTheCandleBeganBeforeTheArming() {
    desk.trade("60000");
    long startNs = desk.nowNs;
    desk.trade("60000");
    desk.armLong("L1", "59000", null);
    desk.armCrossing("up", Crossing.UP, "61000", 1);
    desk.armTrailing("t", ONE_PERCENT, null);

    assertThat(desk.candle(startNs, "60000", "62300", "58800", "60500")).isEmpty();
    assertThat(desk.evaluator.armed()).isEqualTo(3);
    assertThat(desk.evaluator.extremes().get(0).extremeTicks()).isEqualTo(600_000);
  }

  @Test
  void ignoresTheCandle_whenItWasThereAndIsNoWider() {
    desk.trade("60000");
    long startNs = desk.nowNs + 1;
    desk.candle(startNs, "60000", "60100", "59900", "60000");
    desk.armLong("L1", "59000", null);

    assertThat(desk.candle(startNs, "60000", "60100", "59900", "60000")).isEmpty();
    assertThat(desk.evaluator.duplicates()).isEqualTo(1);
  }

  @Test
  void evaluatesTheCandleAgain_whenItHasGrown() {
    desk.trade("60000");
    desk.armLong("L1", "59000", null);
    long startNs = desk.nowNs + 1;
    desk.candle(startNs, "60000", "60100", "59900", "60000");

    assertThat(told(desk.candle(startNs, "60000", "60100", "58900", "60000")))
        .containsExactly("L1 stop_loss 59000.0");
  }

  @Test
  void evaluatesAnOlderCandle_whenItComesAfterANewerOne() {
    desk.trade("60000");
    desk.armLong("L1", "59000", null);
    long startNs = desk.nowNs + 1;
    desk.candle(startNs + Desk.MINUTE_NS, "60000", "60100", "59900", "60050");

    assertThat(told(desk.candle(startNs, "60000", "60100", "58900", "60000")))
        .containsExactly("L1 stop_loss 59000.0");
    assertThat(requireNonNull(desk.evaluator.last()).price()).isEqualByComparingTo("60050");
  }

  @Test
  void leavesTheLastPriceAtItsClose_whenItEndsAfterTheNewestTrade() {
    desk.trade("60000");
    desk.candle("60000", "60100", "59900", "60050");

    assertThat(requireNonNull(desk.evaluator.last()).price()).isEqualByComparingTo("60050");
  }

  @Test
  void crossesForCertain_whenTheOpenIsBelowAndTheHighAbove() {
    desk.armCrossing("up", Crossing.UP, "65000", 1);
    desk.nowNs += 5;

    assertThat(told(desk.candle("64000", "65100", "63900", "64500")))
        .containsExactly("up trigger 65000.0");
  }

  @Test
  void crossesForCertain_whenTheLowIsBelowAndTheCloseAbove() {
    desk.trade("65100");
    desk.armCrossing("up", Crossing.UP, "65000", 1);

    assertThat(told(desk.candle("65100", "65200", "64900", "65050")))
        .containsExactly("up trigger 65000.0");
  }

  @Test
  void takesItsSideOnly_whenTheLowIsBelowAndTheCloseToo() {
    desk.trade("65100");
    desk.armCrossing("up", Crossing.UP, "65000", 1);

    assertThat(desk.candle("65100", "65200", "64900", "64950")).isEmpty();
    assertThat(told(desk.trade("65000"))).containsExactly("up trigger 65000");
  }

  @ParameterizedTest(name = "{0} {1} from {2}: {3}")
  @CsvSource({
    "LONG,UP,105,110",
    "LONG,UP,100,110",
    "LONG,DOWN,99,104",
    "LONG,DOWN,104,110",
    "SHORT,DOWN,99,98",
    "SHORT,UP,105,104",
    "LONG,UP,111,0",
    "SHORT,DOWN,97,0"
  })
  void beginsWhereItIsKnownToHaveBeen_whenTheActivationLiesInsideTheCandle(
      Side side, Direction direction, String activation, String extreme) {
    Trail trail = Trail.basisPoints(side, 1_000);
    desk.armTrailing("t", trail, new Wait.Activation(direction, desk.ticks(activation)));
    desk.candle("102", "110", "98", "104");
    desk.trade("104");

    assertThat(desk.evaluator.extremes().stream().mapToLong(TrailingExtreme::extremeTicks))
        .containsExactly(desk.ticks(extreme));
  }

  @ParameterizedTest
  @CsvSource({"0,1,1,1", "5,4,3,5", "5,6,5.5,5", "5,6,4,7", "5,6,-1,5", "5,6,0,5"})
  void rejectsTheCandle_whenItIsImpossible(String open, String high, String low, String close) {
    assertThat(desk.candle(open, high, low, close)).isEmpty();
    assertThat(desk.evaluator.rejected()).isEqualTo(1);
    assertThat(desk.evaluator.last()).isNull();
  }

  @Test
  void rejectsTheCandle_whenItLastsNoTime() {
    assertThat(desk.evaluator.onCandle(1_000_000, 0, 1, 0, 5, 5, 5, 5)).isEmpty();
    assertThat(desk.evaluator.onCandle(1_000_000, Long.MAX_VALUE, 1, 0, 5, 5, 5, 5)).isEmpty();
    assertThat(desk.evaluator.rejected()).isEqualTo(2);
  }
}
