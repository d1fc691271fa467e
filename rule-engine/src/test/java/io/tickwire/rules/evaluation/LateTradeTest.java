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

/** Trades that come after newer ones: recovered, or told by a feed that lags behind another. */
class LateTradeTest {
  private static final Trail ONE_PERCENT = Trail.basisPoints(Side.LONG, 100);

  private static final Wait.Activation AT_95 = new Wait.Activation(Direction.DOWN, 950);

  private final Desk desk = new Desk("0.1");

  /** Misses ticks, of which the first has the sequence and time that are returned. */
  private long missed(int ticks) {
    long first = desk.sequence() + 1;
    desk.miss(ticks);
    desk.nowNs += ticks;
    return first;
  }

  private List<Hit> late(long sequence, String price) {
    return desk.recovered(sequence, 1_000 + sequence, price);
  }

  @Test
  void firesAndLeavesTheLastPrice_whenItReachesALevel() {
    desk.trade("60000");
    desk.armLong("L1", "59000", null);
    long hole = missed(2);
    desk.trade("60100");

    List<Hit> hits = late(hole, "58900");

    assertThat(told(hits)).containsExactly("L1 stop_loss 58900");
    assertThat(hits.get(0).late()).isTrue();
    assertThat(hits.get(0).tick().recovered()).isTrue();
    assertThat(requireNonNull(desk.evaluator.last()).price()).isEqualByComparingTo("60100");
  }

  /**
   * The edit is heard of after ticks that have drawn the stop; one of before them is told later.
   */
  @Test
  void doesNotMeetAStopThatWasDrawnLater_whenAnEditLeftItAsItIs() {
    desk.trade("100");
    desk.armTrailing("t", ONE_PERCENT, null);
    desk.trade("101");
    Wait wait = new Wait.Trailing(ONE_PERCENT, null, desk.ticks("101"));
    Rule edited =
        new Rule(
            "t",
            ExecutionKind.TRAILING_STOP,
            0,
            PriceSource.LAST,
            wait,
            2,
            desk.nowNs,
            0,
            9,
            false,
            false,
            0);
    long hole = missed(1);
    desk.trade("110");
    assertThat(desk.arm(edited)).isEmpty();

    assertThat(late(hole, "105")).as("it stood at 99.99 then").isEmpty();
    assertThat(told(desk.trade("108.9"))).containsExactly("t trailing_stop 108.9");
  }

  @Test
  void isIgnoredTheSecondTime_whenItComesFromTwoFeeds() {
    desk.trade("60000");
    long hole = missed(1);
    desk.trade("60100");
    late(hole, "58900");
    desk.armLong("L1", "59000", null);

    assertThat(late(hole, "58900")).isEmpty();
    assertThat(late(hole + 1, "58900")).isEmpty();
    assertThat(desk.evaluator.duplicates()).isEqualTo(2);
  }

  @Test
  void firesOnAnotherFeedsTrade_whenTheOneAheadHasLostIt() {
    desk.trade("60000");
    desk.armLong("L1", "59000", null);
    long hole = missed(1);
    desk.trade("60100");

    List<Hit> hits = desk.evaluator.onTrade(hole, 58_900, 0, 1_000 + hole, 1_000 + hole, false);

    assertThat(told(hits)).containsExactly("L1 stop_loss 58900");
    assertThat(hits.get(0).late()).isTrue();
    assertThat(hits.get(0).tick().recovered()).isFalse();
  }

  @Test
  void isTakenForARepetition_whenItIsLiveAndOlderThanAllThatIsRemembered() {
    desk.trade("60000");
    desk.armLong("L1", "59000", null);
    long hole = missed(1);
    for (int i = 0; i < RecentTicks.MOST; i++) {
      desk.trade("60000");
    }

    assertThat(desk.evaluator.onTrade(hole, 58_900, 0, 1_000 + hole, 1_000 + hole, false))
        .isEmpty();
    assertThat(desk.evaluator.duplicates()).isEqualTo(1);
  }

  @Test
  void firesNothing_whenTheRuleIsYounger() {
    desk.trade("60000");
    long hole = missed(1);
    desk.trade("60100");
    desk.armLong("L1", "59000", null);

    assertThat(late(hole, "58900")).isEmpty();
    assertThat(desk.evaluator.armed()).isEqualTo(1);
  }

  @Test
  void isRejected_whenItsPriceIsImpossible() {
    desk.trade("60000");
    long hole = missed(1);
    desk.trade("60100");

    assertThat(late(hole, "0")).isEmpty();
    assertThat(desk.evaluator.rejected()).isEqualTo(1);
    assertThat(desk.evaluator.duplicates()).isZero();
  }

  @Test
  void firesNoTrailingStop_thatWasDrawnAlongOnlyLater() {
    desk.trade("100");
    desk.armTrailing("t", ONE_PERCENT, null);
    long hole = missed(2);
    desk.trade("110");

    assertThat(late(hole, "105")).isEmpty();
    assertThat(desk.evaluator.extremes().get(0).extremeTicks()).isEqualTo(1_100);
    assertThat(told(desk.trade("108.9"))).containsExactly("t trailing_stop 108.9");
  }

  @Test
  void firesTheTrailingStopWhereItWas_whenTheTradesBeforeItDrewItThere() {
    desk.trade("100");
    desk.armTrailing("t", ONE_PERCENT, null);
    long hole = missed(2);
    desk.trade("110");

    assertThat(late(hole, "105")).isEmpty();
    List<Hit> hits = late(hole + 1, "103.9");

    assertThat(told(hits)).containsExactly("t trailing_stop 103.9");
    assertThat(hits.get(0).thresholdTicks()).isEqualTo(desk.tickSize.floor(10_395, 2));
  }

  @Test
  void drawsTheTrailingStopAlong_whenItIsHigherThanAllThatCameLater() {
    desk.trade("100");
    desk.armTrailing("t", ONE_PERCENT, null);
    long hole = missed(1);
    desk.trade("109");

    assertThat(late(hole, "110")).isEmpty();
    assertThat(told(desk.trade("108.9"))).containsExactly("t trailing_stop 108.9");
  }

  @Test
  void drawsNoTrailingStop_thatBeganToFollowOnlyLater() {
    desk.trade("100");
    desk.armTrailing("t", ONE_PERCENT, AT_95);
    long hole = missed(1);
    desk.trade("95");

    assertThat(late(hole, "110")).isEmpty();
    assertThat(desk.evaluator.extremes().get(0).extremeTicks()).isEqualTo(950);
    assertThat(told(desk.trade("94"))).containsExactly("t trailing_stop 94");
  }

  @Test
  void drawsTheTrailingStop_thatHadMetItsActivationBefore() {
    desk.trade("100");
    desk.armTrailing("t", ONE_PERCENT, AT_95);
    desk.trade("95");
    long hole = missed(1);
    desk.trade("109.5");

    assertThat(late(hole, "110")).isEmpty();
    assertThat(told(desk.trade("108.9"))).containsExactly("t trailing_stop 108.9");
  }

  @Test
  void firesTheTrailingStopAtALaterTrade_whenItDrawsItBeyondThat() {
    desk.trade("100");
    desk.armTrailing("t", ONE_PERCENT, null);
    long hole = missed(1);
    desk.trade("109");
    desk.trade("108.5");
    desk.trade("109.2");

    List<Hit> hits = late(hole, "110");

    assertThat(told(hits)).containsExactly("t trailing_stop 108.5");
    assertThat(hits.get(0).late()).isTrue();
    assertThat(desk.evaluator.armed()).isZero();
  }

  @Test
  void firesTheTrailingStopAtALaterTrade_whenItActivatesIt() {
    desk.trade("100");
    desk.armTrailing("t", ONE_PERCENT, AT_95);
    long hole = missed(1);
    desk.trade("97");
    desk.trade("96");

    assertThat(told(late(hole, "95"))).containsExactly("t trailing_stop 96");
  }

  @Test
  void firesTheCrossingAtALaterTrade_whenItGivesItItsSide() {
    desk.trade("65000");
    desk.armCrossing("up", Crossing.UP, "65000", 1);
    long hole = missed(1);
    desk.trade("65010");

    assertThat(told(late(hole, "64900"))).containsExactly("up trigger 65010");
  }

  @Test
  void firesNoTrailingStop_thatWasTakenOverFromWhereItStoodLater() {
    desk.trade("100");
    long hole = missed(1);
    Rule early =
        desk.rule("t", ExecutionKind.TRAILING_STOP, new Wait.Trailing(ONE_PERCENT, null, 0));
    desk.trade("120");
    SymbolEvaluator restored = new SymbolEvaluator(desk.tickSize);
    restored.restore(desk.evaluator.checkpoint());
    restored.arm(List.of(early.with(new Wait.Trailing(ONE_PERCENT, null, desk.ticks("120")))));

    long timeNs = 1_000 + hole;
    assertThat(restored.onTrade(hole, 110, 0, timeNs, timeNs, true)).isEmpty();
    assertThat(restored.armed()).isEqualTo(1);
  }

  @Test
  void firesNoCrossing_thatGotItsSideOnlyLater() {
    desk.trade("65000");
    desk.armCrossing("up", Crossing.UP, "65000", 1);
    long hole = missed(1);
    desk.trade("64900");

    assertThat(late(hole, "65100")).isEmpty();
    assertThat(told(desk.trade("65000"))).containsExactly("up trigger 65000");
  }

  @Test
  void firesACrossing_thatHadItsSideBefore() {
    desk.trade("64900");
    desk.armCrossing("up", Crossing.UP, "65000", 1);
    long hole = missed(1);
    desk.trade("64950");

    assertThat(told(late(hole, "65100"))).containsExactly("up trigger 65100");
  }

  @Test
  void givesACrossingItsSide_whenItHasNone() {
    desk.trade("65000");
    desk.armCrossing("up", Crossing.UP, "65000", 500);
    long hole = missed(1);
    desk.trade("64990");

    assertThat(late(hole, "64900")).isEmpty();
    assertThat(told(desk.trade("65000"))).containsExactly("up trigger 65000");
  }

  @Test
  void firesLevelsOnly_whenItIsOlderThanAllThatIsRemembered() {
    desk.trade("110");
    desk.armLong("L1", "99", null);
    desk.armTrailing("t", ONE_PERCENT, null);
    long hole = missed(1);
    desk.trade("110");
    for (int i = 0; i < 2 * RecentTicks.MOST; i++) {
      desk.trade("110.1");
    }

    assertThat(told(late(hole, "99"))).containsExactly("L1 stop_loss 99");
    assertThat(desk.evaluator.armed()).isEqualTo(1);
  }

  @Test
  void firesOnTheLowThatFollowsTheHigh_whenMarksAreRecovered() {
    desk.trade("60000");
    desk.mark("60000");
    desk.arm("m", 1, Side.LONG, PriceSource.MARK, "59000", null);
    long lowNs = desk.nowNs + 20;
    assertThat(desk.evaluator.onMark(desk.sequence() + 20, 59_500, 0, lowNs, lowNs, true))
        .isEmpty();

    List<Hit> hits =
        desk.evaluator.onMark(desk.sequence() + 10, 58_900, 0, lowNs - 10, lowNs, true);

    assertThat(told(hits)).containsExactly("m stop_loss 60000");
    assertThat(requireNonNull(desk.evaluator.mark()).digits()).isEqualTo(59_500);
  }
}
