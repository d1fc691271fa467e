package io.tickwire.rules.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LevelTest {
  private final BookOf book = new BookOf();

  @Test
  void firesTheNearerStopFirst_whenOneTickReachesTwo() {
    book.at(600_000);
    book.arm("far", Direction.DOWN, 589_000);
    book.arm("near", Direction.DOWN, 590_000);

    assertThat(book.price(580_000)).containsExactly("near", "far");
  }

  @Test
  void firesInArmingOrder_whenTheThresholdIsTheSame() {
    book.at(600_000);
    book.arm("second", Direction.DOWN, 590_000, 2);
    book.arm("first", Direction.DOWN, 590_000, 1);
    book.arm("third", Direction.DOWN, 590_000, 3);

    assertThat(book.price(580_000)).containsExactly("first", "second", "third");
  }

  @Test
  void firesTheNearerOfBothSidesFirst_whenOneTickReachesBoth() {
    book.at(100);
    book.arm("rise far", Direction.UP, 95);
    book.arm("rise near", Direction.UP, 101);
    book.arm("fall", Direction.DOWN, 103);

    assertThat(book.price(102)).containsExactly("rise near", "fall", "rise far");
  }

  @Test
  void firesTheDeepestFirst_whenNoPriceWasKnown() {
    book.arm("shallow", Direction.UP, 99);
    book.arm("deep", Direction.UP, 90);

    assertThat(book.price(100)).containsExactly("deep", "shallow");
  }

  @Test
  void firesOnTheFirstTick_whenNoPriceWasKnown() {
    book.arm("above", Direction.UP, 65_000);

    assertThat(book.price(65_200)).containsExactly("above");
  }

  @Test
  void waits_whenThePriceLiesBetweenTheThresholdAndTheNextTick() {
    book.arm("fall", Direction.DOWN, 590_000);
    book.arm("rise", Direction.UP, 590_001);

    assertThat(book.between(590_000, 590_001)).isEmpty();
    assertThat(book.price(590_001)).containsExactly("rise");
    assertThat(book.price(590_000)).containsExactly("fall");
  }

  @Test
  void keepsTheRule_whenTheTickIsOlderThanTheArming() {
    book.arm("young", Direction.DOWN, 100, 1, 50);
    book.arm("old", Direction.DOWN, 95, 2, 10);

    assertThat(book.priceAt(49, 90)).containsExactly("old");
    assertThat(book.priceAt(50, 90)).containsExactly("young");
  }

  @Test
  void tellsWhereAndFromWhichSideItFired_whenRead() {
    book.at(100);
    int handle = book.arm("rise", Direction.UP, 105);

    Hits<String> hits = book.book.onPrice(107, 107, 1);

    assertThat(hits.handle(0)).isEqualTo(handle);
    assertThat(hits.thresholdTicks(0)).isEqualTo(105);
    assertThat(hits.direction(0)).isEqualTo(Direction.UP);
    assertThatThrownBy(() -> hits.rule(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void forgetsTheRule_whenCancelled() {
    int handle = book.arm("rise", Direction.UP, 105);

    assertThat(book.book.cancel(handle)).isEqualTo("rise");
    assertThat(book.price(110)).isEmpty();
    assertThatThrownBy(() -> book.book.cancel(handle))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("handle=" + handle);
  }

  @Test
  void usesTheHandleAgain_whenItsRuleFired() {
    int handle = book.arm("first", Direction.UP, 105);
    book.price(105);

    assertThat(book.arm("second", Direction.UP, 110)).isEqualTo(handle);
    assertThat(book.book.rule(handle)).isEqualTo("second");
  }

  @Test
  void reachesEveryCountableTick_whenThePriceGetsThere() {
    book.arm("greatest", Direction.UP, Long.MAX_VALUE);
    book.arm("least", Direction.DOWN, 1);

    assertThat(book.between(Long.MAX_VALUE - 1, Long.MAX_VALUE)).isEmpty();
    assertThat(book.price(Long.MAX_VALUE)).containsExactly("greatest");
    assertThat(book.price(1)).containsExactly("least");
    assertThat(book.price(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void refusesTheRule_whenTheThresholdIsNotPositive() {
    assertThatThrownBy(() -> book.arm("zero", Direction.UP, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ticks=0");
    assertThat(book.book.size()).isZero();
  }

  @Test
  void refusesThePrice_whenItIsNotPositive() {
    book.arm("fall", Direction.DOWN, 100);

    assertThatThrownBy(() -> book.price(0)).isInstanceOf(IllegalArgumentException.class);
    assertThat(book.book.size()).isOne();
  }
}
