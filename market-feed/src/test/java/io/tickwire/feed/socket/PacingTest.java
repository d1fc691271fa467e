package io.tickwire.feed.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.feed.port.Timers;
import io.tickwire.feed.sim.SimulatedTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
  void leavesRoomForPings_inTenSeconds() {
    MessageBudget budget = new MessageBudget();
    for (int i = 0; i < MessageBudget.MESSAGES; i++) {
      budget.spend(i);
    }

    assertThat(budget.left(9_999)).isZero();
    assertThat(budget.left(10_000)).isEqualTo(1);
    assertThat(budget.left(20_000)).isEqualTo(MessageBudget.MESSAGES);
  }

  @Test
  void letsSoManyConnectInAMinute_inOrder() {
    SimulatedTimers timers = new SimulatedTimers();
    ConnectPacer pacer = new ConnectPacer(timers, 2);
    List<Integer> connected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      Timers.Timer turn = pacer.next(() -> connected.add(number));
      if (i == 3) {
        turn.cancel();
      }
    }

    assertThat(connected).containsExactly(0, 1);
    assertThat(pacer.waiting()).isEqualTo(2);
    timers.advance(59_999);
    assertThat(connected).containsExactly(0, 1);
    timers.advance(2);
    assertThat(connected).containsExactly(0, 1, 2, 4);
  }

  @Test
  void knowsItsTransitions_andNoOther() {
    Map<LinkState, Set<LinkState>> listed =
        Map.of(
            LinkState.WAITING_FOR_SLOT, Set.of(LinkState.GETTING_TOKEN, LinkState.ENDED),
            LinkState.GETTING_TOKEN, Set.of(LinkState.CONNECTING, LinkState.ENDED),
            LinkState.CONNECTING,
                Set.of(LinkState.AWAITING_WELCOME, LinkState.LIVE, LinkState.ENDED),
            LinkState.AWAITING_WELCOME, Set.of(LinkState.LIVE, LinkState.ENDED),
            LinkState.LIVE, Set.of(LinkState.ENDED),
            LinkState.ENDED, Set.of());
    for (LinkState from : LinkState.values()) {
      for (LinkState to : LinkState.values()) {
        assertThat(from.mayBecome(to))
            .as(from + " -> " + to)
            .isEqualTo(listed.getOrDefault(from, Set.of()).contains(to));
      }
    }
  }
}
