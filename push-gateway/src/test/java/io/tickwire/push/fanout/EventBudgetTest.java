package io.tickwire.push.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class EventBudgetTest {
  private final AtomicLong nowMs = new AtomicLong(1_000_000);
  private final EventBudgets budgets = new EventBudgets(100, nowMs::get);

  @Test
  void grantsOneSecondsWorthAtOnce_thenSoManyASecond() {
    EventBudget budget = budgets.enter("alice");
    assertThat(budget.take(250)).isEqualTo(100);
    assertThat(budget.take(1)).isZero();
    nowMs.addAndGet(55);
    assertThat(budget.take(250)).isEqualTo(5);
    nowMs.addAndGet(60_000);
    assertThat(budget.take(250)).isEqualTo(100);
  }

  @Test
  void grantsAllOrNothing_whenAskedTo() {
    EventBudget budget = budgets.enter("alice");
    assertThat(budget.takeAll(101)).isFalse();
    assertThat(budget.takeAll(100)).isTrue();
    assertThat(budget.takeAll(1)).isFalse();
  }

  @Test
  void isSharedByTheConnectionsOfAUser_andByNobodyElse() {
    EventBudget first = budgets.enter("alice");
    EventBudget second = budgets.enter("alice");
    EventBudget other = budgets.enter("bob");
    assertThat(first.take(60)).isEqualTo(60);
    assertThat(second.take(60)).isEqualTo(40);
    assertThat(other.take(60)).isEqualTo(60);
  }

  @Test
  void isKept_whileTheUserHasAConnection() {
    EventBudget first = budgets.enter("alice");
    assertThat(budgets.enter("alice")).isSameAs(first);
    budgets.leave("alice");
    assertThat(budgets.enter("alice")).isSameAs(first);
    budgets.leave("alice");
    budgets.leave("alice");
    nowMs.addAndGet(11_000);
    budgets.enter("bob");
    assertThat(budgets.users()).isEqualTo(1);
  }

  @Test
  void isKept_whenTheUserComesBackAtOnce() {
    budgets.enter("alice").spend(200);
    budgets.leave("alice");
    nowMs.addAndGet(1_500);
    EventBudget later = budgets.enter("alice");
    assertThat(later.take(100)).isEqualTo(50);
    assertThat(budgets.users()).isEqualTo(1);
  }

  @Test
  void makesOthersWait_whenMoreWasSpentThanThereWas() {
    EventBudget budget = budgets.enter("alice");
    budget.spend(150);
    nowMs.addAndGet(500);
    assertThat(budget.take(1)).isZero();
    nowMs.addAndGet(10);
    assertThat(budget.take(9)).isEqualTo(1);
    budget.spend(1_000_000);
    nowMs.addAndGet(10_100);
    assertThat(budget.take(90)).isEqualTo(10);
  }

  @Test
  void givesNothing_whenTheClockGoesBack() {
    EventBudget budget = budgets.enter("alice");
    budget.take(100);
    nowMs.addAndGet(-5_000);
    assertThat(budget.take(1)).isZero();
    nowMs.addAndGet(10);
    assertThat(budget.take(9)).isEqualTo(1);
  }

  @Test
  void hasNoLimit_whenItIsZero() {
    EventBudget budget = new EventBudgets(0, nowMs::get).enter("alice");
    assertThat(budget.take(1_000_000)).isEqualTo(1_000_000);
    assertThat(budget.takeAll(1_000_000)).isTrue();
  }
}
