package io.tickwire.rules.evaluation;

import static io.tickwire.rules.evaluation.Desk.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Trail;
import io.tickwire.rules.book.Wait;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrailingRuleTest {
  private static final Trail ONE_PERCENT = Trail.basisPoints(Side.LONG, 100);

  private final Desk desk = new Desk("0.01");

  private List<Hit> path(String... prices) {
    List<Hit> hits = List.of();
    for (String price : prices) {
      assertThat(hits).isEmpty();
      hits = desk.trade(price);
    }
    return hits;
  }

  private void trail(Trail trail, Wait.@Nullable Activation activation) {
    assertThat(desk.armTrailing("t", trail, activation)).isEmpty();
  }

  private Wait.Activation activation(Direction direction, String price) {
    return new Wait.Activation(direction, desk.ticks(price));
  }

  @Test
  void firesOnePercentBelowTheHigh_whenALongTrailsFromTheArmingPrice() {
    desk.trade("100");
    trail(ONE_PERCENT, null);

    List<Hit> hits = path("101", "105", "104", "103.95");

    assertThat(told(hits)).containsExactly("t trailing_stop 103.95");
    assertThat(hits.get(0).thresholdTicks()).isEqualTo(desk.ticks("103.95"));
    assertThat(hits.get(0).direction()).isEqualTo(Direction.DOWN);
  }

  @Test
  void followsFromTheActivation_whenALongWaitsForALowerPrice() {
    trail(Trail.basisPoints(Side.LONG, 1_000), activation(Direction.DOWN, "39000"));

    assertThat(told(path("41500", "39000", "37000", "41000", "36900")))
        .containsExactly("t trailing_stop 36900");
  }

  @Test
  void followsFromTheActivation_whenAShortWaitsForAHigherPrice() {
    trail(Trail.basisPoints(Side.SHORT, 500), activation(Direction.UP, "44000"));

    assertThat(told(path("37000", "44000", "46000", "42000", "44100")))
        .containsExactly("t trailing_stop 44100");
  }

  @Test
  void staysAtTheHigh_whenThePriceFallsInBetween() {
    trail(Trail.basisPoints(Side.LONG, 700), null);

    assertThat(told(path("40000", "42000", "39500", "45500", "42315")))
        .containsExactly("t trailing_stop 42315");
  }

  @Test
  void testsTheOldStop_beforeItIsDrawnAlong() {
    desk.trade("100");
    trail(ONE_PERCENT, null);

    assertThat(desk.trade("120")).isEmpty();
    assertThat(desk.evaluator.extremes())
        .containsExactly(
            new TrailingExtreme("t", ExecutionKind.TRAILING_STOP, 0, 1, desk.ticks("120")));
    assertThat(desk.trade("118.81")).isEmpty();
    assertThat(told(desk.trade("118.80"))).containsExactly("t trailing_stop 118.80");
  }

  @Test
  void firesAtOnce_whenTheFirstTickAfterTheArmingIsAtTheStop() {
    desk.trade("100");
    trail(ONE_PERCENT, null);

    assertThat(told(desk.trade("99.00"))).containsExactly("t trailing_stop 99.00");
  }

  @Test
  void followsAtADistance_whenItIsAbsolute() {
    desk.trade("60000");
    trail(Trail.ticks(Side.LONG, desk.ticks("500")), null);

    assertThat(told(path("60400", "59900"))).containsExactly("t trailing_stop 59900");
  }

  @Test
  void tellsTheStopAtThatMoment_whenThePriceGapsThroughIt() {
    desk.trade("100");
    trail(ONE_PERCENT, null);
    desk.trade("105");

    Hit hit = desk.trade("90").get(0);

    assertThat(hit.thresholdTicks()).isEqualTo(desk.ticks("103.95"));
    assertThat(hit.fill().price()).isEqualByComparingTo("90");
  }

  @Test
  void goesOnFromTheExtreme_whenItIsArmedWithOne() {
    Wait wait = new Wait.Trailing(ONE_PERCENT, null, desk.ticks("105"));
    desk.arm(desk.rule("t", ExecutionKind.TRAILING_STOP, wait));

    assertThat(desk.trade("103.96")).isEmpty();
    assertThat(told(desk.trade("103.95"))).containsExactly("t trailing_stop 103.95");
  }

  @Test
  void goesOnFromTheExtreme_whenAnEditLeavesItAsItIs() {
    desk.trade("100");
    trail(ONE_PERCENT, null);
    path("105", "104");
    Rule edited = edited(new Wait.Trailing(ONE_PERCENT, null, 0));

    assertThat(desk.arm(edited)).isEmpty();
    assertThat(told(desk.trade("103.95"))).containsExactly("t trailing_stop 103.95");
  }

  @Test
  void goesOnFromTheExtreme_whenTheEditIsHeardOfAfterItsActivation() {
    desk.trade("100");
    trail(ONE_PERCENT, activation(Direction.DOWN, "98"));
    desk.trade("99.5");
    Rule edited = edited(new Wait.Trailing(ONE_PERCENT, activation(Direction.DOWN, "98"), 0));
    desk.trade("98");

    assertThat(desk.arm(edited)).as("99.5 came before the activation").isEmpty();
    assertThat(desk.evaluator.extremes().get(0).extremeTicks()).isEqualTo(desk.ticks("98"));
  }

  @Test
  void goesOnFromTheExtreme_whenItFiredAndAnEditWasFirst() {
    desk.trade("100");
    trail(ONE_PERCENT, null);
    path("105", "103");
    desk.trade("104");
    Rule edited = edited(new Wait.Trailing(ONE_PERCENT, null, 0));

    assertThat(desk.arm(edited)).isEmpty();
    assertThat(desk.evaluator.extremes().get(0).extremeTicks()).isEqualTo(desk.ticks("105"));
    assertThat(told(desk.trade("103.95"))).containsExactly("t trailing_stop 103.95");
  }

  @Test
  void goesOnFromWhereItStoodAtTheEdit_whenItFiredSince() {
    desk.trade("100");
    Rule target =
        desk.rule("t", ExecutionKind.TAKE_PROFIT, new Wait.Level(Direction.UP, desk.ticks("110")));
    desk.arm(
        desk.rule("t", ExecutionKind.TRAILING_STOP, new Wait.Trailing(ONE_PERCENT, null, 0)),
        target);
    desk.trade("101");
    Rule edited = edited(new Wait.Trailing(ONE_PERCENT, null, desk.ticks("101")));
    desk.trade("110");

    assertThat(desk.arm(edited)).as("101 came before 110 drew it").isEmpty();
    assertThat(told(desk.trade("108.9"))).containsExactly("t trailing_stop 108.9");
  }

  @Test
  void goesOnFromWhereTheTicksHadDrawnIt_whenTheEditDoesNotSay() {
    desk.trade("100");
    Rule target =
        desk.rule("t", ExecutionKind.TAKE_PROFIT, new Wait.Level(Direction.UP, desk.ticks("110")));
    desk.arm(
        desk.rule("t", ExecutionKind.TRAILING_STOP, new Wait.Trailing(ONE_PERCENT, null, 0)),
        target);
    desk.trade("101");
    Rule edited = edited(new Wait.Trailing(ONE_PERCENT, null, 0));
    desk.trade("102");
    desk.trade("109.99");
    desk.trade("111");

    assertThat(desk.arm(edited)).as("102 came before 109.99 drew it").isEmpty();
    assertThat(told(desk.trade("109.89"))).containsExactly("t trailing_stop 109.89");
  }

  @Test
  void firesAgain_whenAPartWasClosedFirstAndNoTickIsHeldOfWhatDrewIt() {
    desk.trade("100");
    trail(ONE_PERCENT, null);
    Rule rest = edited(new Wait.Trailing(ONE_PERCENT, null, 0));
    path("105", "104");
    desk.nowNs += Duration.ofMinutes(5).toNanos();
    for (int i = 0; i < 2 * RecentTicks.KEPT; i++) {
      assertThat(desk.trade("104")).isEmpty();
    }
    assertThat(told(desk.trade("103.95"))).containsExactly("t trailing_stop 103.95");

    assertThat(told(desk.arm(rest))).containsExactly("t trailing_stop 103.95");
  }

  @Test
  void beginsWhereItStoodAtTheEdit_whenTwoEditsAreHeardOfLate() {
    desk.trade("100");
    Wait wait = new Wait.Trailing(ONE_PERCENT, activation(Direction.DOWN, "98"), 0);
    trail(ONE_PERCENT, activation(Direction.DOWN, "98"));
    desk.trade("100.5");
    Rule secondTrailing = edited(ExecutionKind.TRAILING_STOP, wait, 2);
    Rule secondStop = edited(ExecutionKind.STOP_LOSS, level("97"), 2);
    desk.trade("100.4");
    Rule thirdTrailing = edited(ExecutionKind.TRAILING_STOP, wait, 3);
    Rule thirdStop = edited(ExecutionKind.STOP_LOSS, level("90"), 3);
    path("96", "100");

    assertThat(told(desk.arm(secondStop, secondTrailing))).containsExactly("t stop_loss 96");
    assertThat(desk.arm(thirdStop, thirdTrailing)).as("96 came before 100 drew it").isEmpty();
    assertThat(desk.evaluator.extremes().get(0).extremeTicks()).isEqualTo(desk.ticks("100"));
  }

  @Test
  void beginsAnew_whenAnEditChangesTheDistance() {
    desk.trade("100");
    trail(ONE_PERCENT, null);
    path("105", "104");
    desk.arm(edited(new Wait.Trailing(Trail.basisPoints(Side.LONG, 200), null, 0)));

    assertThat(desk.evaluator.extremes().get(0).extremeTicks()).isEqualTo(desk.ticks("104"));
  }

  @Test
  void tellsZero_whenItIsNotActive() {
    desk.trade("100");
    trail(ONE_PERCENT, activation(Direction.UP, "110"));

    assertThat(desk.evaluator.extremes().get(0).extremeTicks()).isZero();
  }

  @Test
  void followsBidForALongAndAskForAShort_whenTheSourceIsBidAsk() {
    desk.quote("100.00", "100.10");
    desk.arm(onQuotes("long", Side.LONG));
    desk.arm(onQuotes("short", Side.SHORT));

    assertThat(desk.quote("99.01", "101.00")).isEmpty();
    assertThat(told(desk.quote("99.00", "101.11")))
        .containsExactlyInAnyOrder("long trailing_stop 99.00", "short trailing_stop 101.11");
  }

  @Test
  void followsMarkAndFillsAtLast_whenTheSourceIsMark() {
    desk.trade("100.50");
    desk.mark("100");
    Rule last =
        desk.rule("t", ExecutionKind.TRAILING_STOP, new Wait.Trailing(ONE_PERCENT, null, 0));
    desk.arm(on(last, PriceSource.MARK, false));

    assertThat(desk.trade("90")).isEmpty();
    assertThat(told(desk.mark("99.00"))).containsExactly("t trailing_stop 90");
  }

  private Rule edited(Wait wait) {
    return edited(ExecutionKind.TRAILING_STOP, wait, 2);
  }

  private Rule edited(ExecutionKind kind, Wait wait, long version) {
    return new Rule(
        "t", kind, 0, PriceSource.LAST, wait, version, desk.nowNs, 0, 9, false, false, 0);
  }

  private Wait level(String price) {
    return new Wait.Level(Direction.DOWN, desk.ticks(price));
  }

  private Rule onQuotes(String id, Side side) {
    Wait wait = new Wait.Trailing(Trail.basisPoints(side, 100), null, 0);
    Rule rule = desk.rule(id, ExecutionKind.TRAILING_STOP, wait);
    return on(rule, PriceSource.BID_ASK, Rule.closesOnAsk(side));
  }

  private static Rule on(Rule rule, PriceSource source, boolean onAsk) {
    return new Rule(
        rule.ownerId(),
        rule.kind(),
        0,
        source,
        rule.waitsFor(),
        1,
        rule.armedAtNs(),
        0,
        rule.order(),
        onAsk,
        false,
        0);
  }
}
