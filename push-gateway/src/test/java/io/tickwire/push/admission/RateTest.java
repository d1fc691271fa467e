package io.tickwire.push.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RateTest {
  private static int taken(Rate rate, long nowMs) {
    int taken = 0;
    while (taken < 1_000 && rate.take(nowMs)) {
      taken++;
    }
    return taken;
  }

  @Test
  void givesTenSecondsAtOnce_thenSoManyASecond() {
    Rate rate = new Rate(3, 0);
    assertThat(taken(rate, 0)).isEqualTo(30);
    assertThat(taken(rate, 1_000)).isEqualTo(3);
    assertThat(taken(rate, 1_333)).isZero();
    assertThat(taken(rate, 1_334)).isEqualTo(1);
    assertThat(taken(rate, 1_000_000)).isEqualTo(30);
  }

  @Test
  void givesNothing_whenTheClockGoesBack() {
    Rate rate = new Rate(1, 100_000);
    assertThat(taken(rate, 100_000)).isEqualTo(10);
    assertThat(taken(rate, 50_000)).isZero();
    assertThat(taken(rate, 51_000)).isEqualTo(1);
  }

  @Test
  void hasNoLimit_whenItIsZero() {
    assertThat(taken(new Rate(0, 0), 0)).isEqualTo(1_000);
  }
}
