package io.tickwire.feed.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PacingTest {
  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void doublesUpToTheBound_withAFifthOfJitter(long seed) {
    BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(seed));

    for (int failure = 0; failure < 100; failure++) {
      long middleMs = Math.min(60_000, 1_000L << Math.min(failure, 10));
      assertThat(backOff.nextMs()).isBetween(middleMs * 8 / 10, middleMs * 12 / 10);
    }
  }

  @Test
  void startsSmallAgain_whenReset() {
    BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(1));
    backOff.nextMs();
    backOff.nextMs();
    backOff.nextMs();

    backOff.reset();

    assertThat(backOff.nextMs()).isBetween(800L, 1_200L);
  }

  @Test
  void waitsLongest_whenTheExchangeHasTooManyOfUs() {
    BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(1));

    assertThat(backOff.longestPauseMs()).isBetween(48_000L, 72_000L);
  }

  @Test
  void leavesRoomForPings_inElevenSeconds() {
    MessageBudget budget = new MessageBudget();
    for (int i = 0; i < MessageBudget.MESSAGES; i++) {
      budget.spend(i);
    }

    assertThat(budget.left(10_999)).isZero();
    assertThat(budget.left(11_000)).isEqualTo(1);
    assertThat(budget.left(20_000)).isEqualTo(MessageBudget.MESSAGES);
  }

  @Test
  void saysWhenToAskAgain_whenTheBudgetIsSpent() {
    MessageBudget budget = new MessageBudget();
    assertThat(budget.freeAtMs(5)).isEqualTo(5);

    for (int i = 0; i < MessageBudget.MESSAGES; i++) {
      budget.spend(100 + i);
    }

    assertThat(budget.freeAtMs(200)).isEqualTo(11_100);
  }

  @Test
  void connectsAtOnce_untilAMinutesWorthIsUsed() {
    ConnectPacer pacer = new ConnectPacer(3, new Random(1));

    long first = pacer.reserve(1_000);
    long third = List.of(pacer.reserve(1_000), pacer.reserve(1_000)).get(1);

    assertThat(first).isEqualTo(1_000);
    assertThat(third).isBetween(1_000L, 1_100L);
    assertThat(pacer.reserve(1_000)).isBetween(66_000L, 66_200L);
    assertThat(pacer.reserve(200_000)).isEqualTo(200_000);
  }

  @Test
  void givesSlotToTheNext_whenItWasNotUsed() {
    ConnectPacer pacer = new ConnectPacer(1, new Random(1));

    pacer.giveBack(pacer.reserve(0));

    assertThat(pacer.reserve(10)).isEqualTo(10);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void allowsNoMoreThanThat_inAnyMinute(long seed) {
    Random random = new Random(seed);
    ConnectPacer pacer = new ConnectPacer(28, random);
    List<Long> slots = new ArrayList<>();
    long nowMs = 0;
    for (int i = 0; i < 500; i++) {
      nowMs += random.nextInt(4_000);
      slots.add(pacer.reserve(nowMs));
    }

    for (int i = 28; i < slots.size(); i++) {
      assertThat(slots.get(i) - slots.get(i - 28)).isGreaterThanOrEqualTo(60_000);
      assertThat(slots.get(i)).isGreaterThanOrEqualTo(slots.get(i - 1));
    }
  }
}
