package io.tickwire.rules.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossingTest {
  private static final Crossing[] CROSSINGS = Crossing.values();

  private final BookOf book = new BookOf();

  @Test
  void needsAFreshCross_whenArmedExactlyAtTheThreshold() {
    book.at(650_000);
    book.cross("up", Crossing.UP, 650_000);

    assertThat(book.price(651_000)).isEmpty();
    assertThat(book.price(649_999)).isEmpty();
    assertThat(book.price(650_000)).containsExactly("up");
  }

  @Test
  void firesOnceUpwards_whenEitherDirectionCounts() {
    book.at(64_000);
    book.cross("either", Crossing.EITHER, 65_000);

    Hits<String> hits = book.book.onPrice(66_000, 66_000, 2_000);

    assertThat(hits.size()).isOne();
    assertThat(hits.direction(0)).isEqualTo(Direction.UP);
    assertThat(book.price(64_000)).isEmpty();
  }

  @Test
  void takesTheFirstTickAsReference_whenNoPriceIsKnown() {
    book.cross("up", Crossing.UP, 65_000);
    book.cross("either", Crossing.EITHER, 65_000);

    assertThat(book.price(65_200)).isEmpty();
    assertThat(book.price(64_900)).containsExactly("either");
    assertThat(book.price(65_000)).containsExactly("up");
  }

  @Test
  void firesDownwards_whenThePriceComesFromAbove() {
    book.at(64_000);
    book.cross("down", Crossing.DOWN, 65_000);

    assertThat(book.price(63_000)).isEmpty();
    assertThat(book.price(65_000)).isEmpty();
    assertThat(book.price(65_001)).isEmpty();
    assertThat(book.price(65_000)).containsExactly("down");
  }

  @Test
  void hasASide_whenThePriceLiesBetweenTheThresholdAndTheNextTick() {
    book.cross("up", Crossing.UP, 650);
    book.cross("down", Crossing.DOWN, 650);

    assertThat(book.between(649, 650)).isEmpty();
    assertThat(book.between(650, 651)).containsExactly("up");
    assertThat(book.between(649, 650)).containsExactly("down");
  }

  @Test
  void hasNoSideYet_whenThePriceStaysAtTheThreshold() {
    int handle = book.cross("either", Crossing.EITHER, 650);

    assertThat(book.price(650)).isEmpty();
    assertThat(book.book.origin(handle)).isEqualTo(Origin.NONE);
    assertThat(book.price(651)).isEmpty();
    assertThat(book.book.origin(handle)).isEqualTo(Origin.ABOVE);
    assertThat(book.price(650)).containsExactly("either");
  }

  @Test
  void takesNoSide_whenTheTickIsOlderThanTheArming() {
    Ticket<String> ticket = new Ticket<>(50, 1, "up");
    book.book.armCrossing(Crossing.UP, 650, Origin.NONE, ticket);

    assertThat(book.priceAt(49, 600)).isEmpty();
    assertThat(book.priceAt(50, 650)).isEmpty();
    assertThat(book.priceAt(51, 649)).isEmpty();
    assertThat(book.priceAt(49, 650)).isEmpty();
    assertThat(book.priceAt(52, 650)).containsExactly("up");
  }

  @Test
  void keepsItsSide_whenRestoredWithTheOriginItHad() {
    Ticket<String> ticket = new Ticket<>(0, 1, "up");
    int handle = book.book.armCrossing(Crossing.UP, 650, Origin.BELOW, ticket);

    assertThat(book.book.origin(handle)).isEqualTo(Origin.BELOW);
    assertThat(book.price(660)).containsExactly("up");
  }

  @Test
  void leavesNothingBehind_whenCancelledBeforeItHasASide() {
    int handle = book.cross("either", Crossing.EITHER, 650);
    book.book.cancel(handle);

    assertThat(book.book.size()).isZero();
    assertThat(book.book.isQuiet(600, 600)).isTrue();
    assertThat(book.book.isQuiet(700, 700)).isTrue();
  }

  @Test
  void isQuietOnItsSide_whenItWaitsAtTheThreshold() {
    book.at(600);
    book.cross("up", Crossing.UP, 650);

    assertThat(book.book.isQuiet(1, 1)).isTrue();
    assertThat(book.book.isQuiet(649, 650)).isTrue();
    assertThat(book.book.isQuiet(650, 650)).isFalse();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void tellsEveryoneWhoseSideThePriceDoesNotShow_andNobodyFarAway(long seed) {
    Random random = new Random(seed);
    int furthest = 5 + random.nextInt(20);
    Map<Integer, Wait.Cross> waiting = new HashMap<>();
    long price = 1_000;
    int untold = 0;
    for (int step = 0; step < 500; step++) {
      Wait.Cross wait =
          new Wait.Cross(
              CROSSINGS[random.nextInt(3)],
              900 + random.nextInt(200),
              1 + random.nextInt(furthest),
              Origin.NONE);
      waiting.put(book.book.armCrossing(wait, new Ticket<>(0, step, "any")), wait);
      price = Math.max(900, Math.min(1_100, price + random.nextInt(21) - 10));
      Hits<String> hits = book.book.onPrice(price, price, step);
      for (int i = 0; i < hits.size(); i++) {
        waiting.remove(hits.handle(i));
      }
      Set<Integer> told = new HashSet<>();
      book.book.forEachSided(price, price, told::add);
      long now = price;
      Set<Integer> notShown = new HashSet<>();
      waiting.forEach(
          (handle, cross) -> {
            Origin origin = book.book.origin(handle);
            if (origin != Origin.NONE && !cross.isOn(origin, now, now)) {
              notShown.add(handle);
            }
          });
      untold += notShown.size();
      assertThat(told).containsAll(notShown);
      assertThat(told)
          .allMatch(handle -> book.book.origin(handle) != Origin.NONE)
          .allMatch(handle -> Math.abs(book.book.thresholdTicks(handle) - now) < furthest);
    }
    assertThat(untold).isPositive();
  }
}
