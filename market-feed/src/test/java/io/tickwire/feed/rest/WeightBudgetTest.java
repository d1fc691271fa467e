package io.tickwire.feed.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightBudgetTest {
  private final WeightBudget budget = new WeightBudget(100, 30_000, 20);

  @Test
  void refuses_whenWindowIsSpent() {
    assertThat(budget.take(80, false, 0)).isTrue();

    assertThat(budget.take(1, false, 29_999)).isFalse();
    assertThat(budget.waitMs(29_999)).isEqualTo(1);
    assertThat(budget.take(1, false, 30_000)).isTrue();
  }

  @Test
  void keepsShareForTokens() {
    assertThat(budget.take(80, false, 0)).isTrue();

    assertThat(budget.take(10, true, 0)).isTrue();
    assertThat(budget.take(10, true, 0)).isTrue();
    assertThat(budget.take(10, true, 0)).isFalse();
  }

  @Test
  void spendsLess_whenOthersSpendFromTheSameAddress() {
    budget.take(10, false, 0);
    budget.answered(10);

    budget.correct(100, 15, 20_000, 100);

    assertThat(budget.used(100)).isEqualTo(85);
    assertThat(budget.take(1, false, 100)).isFalse();
    assertThat(budget.take(1, false, 20_100)).isTrue();
  }

  @Test
  void startsAnew_whenExchangeIsInItsNextWindow() {
    budget.take(80, false, 0);
    budget.answered(80);

    budget.correct(100, 95, 29_000, 10_000);

    assertThat(budget.used(10_000)).isEqualTo(5);
  }

  @Test
  void countsCallsUnderWay_inTheNextWindow() {
    budget.take(40, false, 0);
    budget.take(30, false, 0);
    budget.answered(40);

    budget.correct(100, 95, 29_000, 10_000);

    assertThat(budget.used(10_000)).isEqualTo(35);
  }

  @Test
  void followsTheLimit_whenExchangeChangesIt() {
    budget.correct(50, 50, 30_000, 0);

    assertThat(budget.fits(40, false)).isFalse();
    assertThat(budget.fits(40, true)).isTrue();
  }

  @Test
  void refusesAll_whilePaused() {
    budget.pause(500, 0);

    assertThat(budget.take(1, true, 499)).isFalse();
    assertThat(budget.waitMs(100)).isEqualTo(400);
    assertThat(budget.take(1, false, 500)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "100, -1, 0", "100, 101, 0", "100, 5, -1", "100, 5, 999999", "20, 5, 1"})
  void ignoresHeaders_thatMakeNoSense(long limit, long remaining, long resetMs) {
    budget.take(10, false, 0);

    budget.correct(limit, remaining, resetMs, 0);

    assertThat(budget.used(0)).isEqualTo(10);
    assertThat(budget.fits(80, false)).isTrue();
  }

  @Test
  void refusesBudget_ofWhichNothingIsLeft() {
    assertThatThrownBy(() -> new WeightBudget(100, 30_000, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reserved=100");
  }
}
