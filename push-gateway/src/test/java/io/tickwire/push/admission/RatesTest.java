package io.tickwire.push.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RatesTest {
  private static final long START_MS = 1_000_000;

  private static int taken(Rates rates, String name, long nowMs) {
    int taken = 0;
    while (taken < 1_000 && rates.take(name, nowMs)) {
      taken++;
    }
    return taken;
  }

  @Test
  void givesEachName_itsOwn() {
    Rates rates = new Rates(3);
    assertThat(taken(rates, "alice", START_MS)).isEqualTo(30);
    assertThat(taken(rates, "bob", START_MS)).isEqualTo(30);
    assertThat(taken(rates, "alice", START_MS + 1_000)).isEqualTo(3);
  }

  @Test
  void remembersWhatWasTaken_untilItWouldBeWholeAgain() {
    Rates rates = new Rates(1);
    assertThat(taken(rates, "early", START_MS)).isEqualTo(10);
    assertThat(taken(rates, "alice", START_MS + 9_999)).isEqualTo(10);
    assertThat(taken(rates, "early", START_MS + 10_000)).isEqualTo(10);
    assertThat(taken(rates, "alice", START_MS + 10_999)).isEqualTo(1);
    assertThat(taken(rates, "alice", START_MS + 20_000)).isEqualTo(9);
    assertThat(taken(rates, "early", START_MS + 20_001)).isEqualTo(10);
    assertThat(taken(rates, "alice", START_MS + 20_002)).isZero();
  }

  @Test
  void forgets_whoTookNothingForLong() {
    Rates rates = new Rates(1);
    for (int i = 0; i < 1_000; i++) {
      rates.take("address" + i, START_MS);
    }
    rates.take("alice", START_MS + 10_000);
    rates.take("alice", START_MS + 20_000);
    assertThat(rates.names()).isLessThanOrEqualTo(2);
  }

  @Test
  void remembersABoundedNumberOfNames() {
    Rates rates = new Rates(1);
    for (int i = 0; i < 3 * Rates.MOST_NAMES + 10; i++) {
      rates.take("address" + i, START_MS);
    }
    assertThat(rates.names()).isLessThanOrEqualTo(2 * Rates.MOST_NAMES);
  }

  @Test
  void givesNoMore_whenManyThreadsAskAtOnce() {
    Rates rates = new Rates(100);
    rates.take("alice", START_MS);
    AtomicInteger taken = new AtomicInteger();
    IntStream.range(0, 20_000)
        .parallel()
        .forEach(i -> taken.addAndGet(rates.take("alice", START_MS) ? 1 : 0));
    assertThat(taken).hasValue(999);
  }

  @Test
  void keepsNothing_whenThereIsNoLimit() {
    Rates rates = new Rates(0);
    assertThat(taken(rates, "alice", START_MS)).isEqualTo(1_000);
    assertThat(rates.names()).isZero();
  }
}
