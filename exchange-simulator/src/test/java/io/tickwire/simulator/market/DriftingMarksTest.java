package io.tickwire.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DriftingMarksTest {

  private static final Grid PRICE = Grid.of(new BigDecimal("0.01"));

  @Test
  void pricesApproachAndRoundHalfToEven_whenDrifting() {
    Random random = new Random(3);
    BigDecimal mark = new BigDecimal("100");
    BigDecimal index = mark;
    DriftingMarks marks = new DriftingMarks(PRICE, new Marks(mark, index, 7));
    for (int i = 0; i < 10_000; i++) {
      long ticks = 1L + random.nextInt(20_000);
      BigDecimal last = PRICE.value(ticks);
      marks.drift(ticks);
      mark = approach(mark, last, "0.25");
      index = approach(index, last, "0.33");
      assertThat(marks.marks()).isEqualTo(new Marks(mark, index, 7));
    }
  }

  @Test
  void nothingIsRounded_untilTheFirstDrift() {
    Marks fine = new Marks(new BigDecimal("99.987654"), new BigDecimal("99"), 5);
    DriftingMarks marks = new DriftingMarks(PRICE, fine);
    assertThat(marks.marks()).isEqualTo(fine);
    marks.stamp(9);
    assertThat(marks.marks()).isEqualTo(new Marks(fine.mark(), fine.index(), 9));
    marks.stamp(8);
    assertThat(marks.marks().timeMs()).isEqualTo(9);
  }

  private static BigDecimal approach(BigDecimal from, BigDecimal to, String pace) {
    return from.add(to.subtract(from).multiply(new BigDecimal(pace)))
        .setScale(3, RoundingMode.HALF_EVEN);
  }
}
