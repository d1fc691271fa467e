package io.tickwire.feed.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  void leavesRoomForPings_inTenSeconds() {
    MessageBudget budget = new MessageBudget();
    for (int i = 0; i < MessageBudget.MESSAGES; i++) {
      budget.spend(i);
    }

    assertThat(budget.left(9_999)).isZero();
    assertThat(budget.left(10_000)).isEqualTo(1);
    assertThat(budget.left(20_000)).isEqualTo(MessageBudget.MESSAGES);
  }

  @ParameterizedTest
  @CsvSource({
    "401, token is expired, false, RECONNECT",
    "401, token is invalid, false, RECONNECT",
    "400, ping timeout, false, RECONNECT",
    "509, exceed max session count limitation of 50, false, RECONNECT_LATE",
    "509, 'service busy, please retry later', false, RECONNECT_LATE",
    "509, exceed max permits per 10 seconds, false, NOTE",
    "509, exceed max permits per second, true, RETRY",
    "509, exceed max subscription count limitation of 100 per time, true, RETRY",
    "509, exceed max subscription count limitation of 300 per session, true, SHELVE",
    "404, topic does not exist, true, SHELVE",
    "406, topic is required, true, SHELVE",
    "500, system error, true, RETRY",
    "500, system error, false, RECONNECT",
    "415, command type is invalid, false, NOTE",
    "777, something new, false, NOTE"
  })
  void reactsToErrors(int code, String text, boolean answersRequest, ErrorReaction reaction) {
    assertThat(ErrorReaction.to(code, text, answersRequest)).isEqualTo(reaction);
  }
}
