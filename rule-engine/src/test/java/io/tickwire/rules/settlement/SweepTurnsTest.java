package io.tickwire.rules.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTurnsTest {
  private final SweepTurns turns = new SweepTurns(30_000);

  @Test
  void waitsForTheMiddleOfATurn() {
    assertThat(turns.untilNextMs(0)).isEqualTo(15_000);
    assertThat(turns.untilNextMs(14_999)).isEqualTo(1);
    assertThat(turns.untilNextMs(15_000)).isEqualTo(30_000);
    assertThat(turns.untilNextMs(15_001)).isEqualTo(29_999);
    assertThat(turns.untilNextMs(44_000)).isEqualTo(1_000);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void takesEachTurnOnce_whenTimersAreALittleLate(long seed) {
    Random random = new Random(seed);
    long nowMs = 1_795_219_200_000L + random.nextInt(30_000);
    nowMs += turns.untilNextMs(nowMs);
    long turn = turns.at(nowMs);
    for (int i = 1; i < 1_000; i++) {
      nowMs += random.nextInt(14_000);
      nowMs += turns.untilNextMs(nowMs);
      assertThat(turns.at(nowMs)).isEqualTo(turn + i);
    }
  }
}
