package io.tickwire.rules.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.market.Side;
import org.junit.jupiter.api.Test;

/** Prices in hundredths where the text book has decimals. */
class TrailingStopTest {
  private static final Trail ONE_PERCENT = Trail.basisPoints(Side.LONG, 100);

  private final BookOf book = new BookOf();

  @Test
  void firesOnePercentBelowTheHigh_whenTheHighMovedUp() {
    book.at(100_00);
    book.trail("stop", ONE_PERCENT);
    book.at(101_00);
    book.at(105_00);
    book.at(104_00);

    assertThat(book.price(103_95)).containsExactly("stop");
  }

  @Test
  void followsFromTheActivation_whenALongWaitsForALowerPrice() {
    book.at(41_500);
    book.trail("stop", Side.LONG, 1_000, Direction.DOWN, 39_000);
    book.at(39_000);
    book.at(37_000);
    book.at(41_000);

    assertThat(book.price(36_900)).containsExactly("stop");
  }

  @Test
  void followsFromTheActivation_whenAShortWaitsForAHigherPrice() {
    book.at(37_000);
    book.trail("stop", Side.SHORT, 500, Direction.UP, 44_000);
    book.at(44_000);
    book.at(46_000);
    book.at(42_000);

    assertThat(book.price(44_100)).containsExactly("stop");
  }

  @Test
  void staysAtTheHigh_whenThePriceFallsInBetween() {
    book.at(40_000);
    book.trail("stop", Trail.basisPoints(Side.LONG, 700));
    book.at(42_000);
    book.at(39_500);
    book.at(45_500);
    book.at(42_316);

    assertThat(book.price(42_315)).containsExactly("stop");
  }

  @Test
  void firesAtTheOldStop_whenThePriceFalls() {
    book.at(100_00);
    book.trail("stop", ONE_PERCENT);

    assertThat(book.price(99_00)).containsExactly("stop");
  }

  @Test
  void drawsTheStopAlong_whenThePriceRises() {
    book.at(100_00);
    int handle = book.trail("stop", ONE_PERCENT);

    assertThat(book.price(120_00)).isEmpty();
    assertThat(book.book.extremeTicks(handle)).isEqualTo(120_00);
    assertThat(book.book.thresholdTicks(handle)).isEqualTo(118_80);
  }

  @Test
  void followsAtADistanceInTicks_whenItIsAbsolute() {
    book.at(60_000);
    book.trail("stop", Trail.ticks(Side.LONG, 500));
    book.at(60_400);
    book.at(59_901);

    assertThat(book.price(59_900)).containsExactly("stop");
  }

  @Test
  void movesOnlyWhatTheTickConcerns_whenItIsOlderThanOneArming() {
    PriceBook<String> stops = book.book;
    int old = stops.armTrailing(ONE_PERCENT, 100_00, new Ticket<>(10, 1, "old"));
    int young = stops.armTrailing(ONE_PERCENT, 100_00, new Ticket<>(50, 2, "young"));

    assertThat(book.priceAt(49, 110_00)).isEmpty();
    assertThat(stops.extremeTicks(old)).isEqualTo(110_00);
    assertThat(stops.extremeTicks(young)).isEqualTo(100_00);
    assertThat(book.priceAt(49, 98_00)).containsExactly("old");
    assertThat(book.priceAt(50, 98_00)).containsExactly("young");
  }

  @Test
  void takesTheFirstTickAsExtreme_whenNoPriceIsKnown() {
    int handle = book.trail("stop", ONE_PERCENT);

    assertThat(book.book.extremeTicks(handle)).isZero();
    book.at(100_00);
    assertThat(book.book.extremeTicks(handle)).isEqualTo(100_00);
    assertThat(book.price(99_00)).containsExactly("stop");
  }

  @Test
  void goesOnFromTheExtreme_whenRestored() {
    int handle = book.trail("stop", ONE_PERCENT);
    book.book.setExtreme(handle, 105_00);

    assertThat(book.price(103_96)).isEmpty();
    assertThat(book.price(103_95)).containsExactly("stop");
  }

  @Test
  void roundsAwayFromThePrice_whenTheStopLiesBetweenTwoTicks() {
    assertThat(ONE_PERCENT.stopTicks(101)).isEqualTo(99);
    assertThat(Trail.basisPoints(Side.SHORT, 100).stopTicks(101)).isEqualTo(103);
  }

  @Test
  void doesNotOverflow_whenTheExtremeIsTheGreatestPrice() {
    long greatest = Long.MAX_VALUE;
    int stop = book.book.armTrailing(ONE_PERCENT, greatest, new Ticket<>(0, 1, "long"));
    Trail rise = Trail.basisPoints(Side.SHORT, 9_999);
    book.book.armTrailing(rise, greatest, new Ticket<>(0, 2, "short"));

    assertThat(book.book.thresholdTicks(stop)).isEqualTo(9_131_138_316_486_228_048L);
    assertThat(book.price(greatest)).isEmpty();
    assertThat(book.price(9_131_138_316_486_228_049L)).isEmpty();
    assertThat(book.price(9_131_138_316_486_228_048L)).containsExactly("long");
  }

  @Test
  void neverFires_whenTheDistanceIsGreaterThanTheHigh() {
    book.at(100);
    book.trail("stop", Trail.ticks(Side.LONG, 500));

    assertThat(book.price(1)).isEmpty();
  }

  @Test
  void isQuiet_whenThePriceMakesNoNewHighAndReachesNoStop() {
    book.at(100_00);
    book.trail("stop", ONE_PERCENT);

    assertThat(book.book.isQuiet(99_01, 99_01)).isTrue();
    assertThat(book.book.isQuiet(100_00, 100_00)).isTrue();
    assertThat(book.book.isQuiet(99_00, 99_00)).isFalse();
    assertThat(book.book.isQuiet(100_01, 100_01)).isFalse();
  }

  @Test
  void leavesNothingBehind_whenCancelled() {
    int active = book.trail("active", Trail.ticks(Side.SHORT, 5));
    int dormant = book.trail("dormant", Side.LONG, 100, Direction.UP, 200);
    book.at(100);
    book.book.cancel(active);
    book.book.cancel(dormant);

    assertThat(book.book.size()).isZero();
    assertThat(book.book.isQuiet(1, 1)).isTrue();
    assertThat(book.book.isQuiet(1_000, 1_000)).isTrue();
  }

  @Test
  void refusesTheDistance_whenItIsOutOfRange() {
    assertThatThrownBy(() -> Trail.basisPoints(Side.LONG, 10_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("distance=10000");
    assertThatThrownBy(() -> Trail.ticks(Side.LONG, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesToTellAnExtreme_whenTheRuleHasNone() {
    int handle = book.arm("level", Direction.UP, 100);

    assertThatThrownBy(() -> book.book.extremeTicks(handle))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("handle=" + handle);
    assertThatThrownBy(() -> book.book.setExtreme(handle, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
