package io.tickwire.common.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DecimalsTest {
  @Test
  void formatsWithoutExponent_whenScaleIsLarge() {
    assertThat(Decimals.format(1, 10)).isEqualTo("0.0000000001");
    assertThat(Decimals.format(600_001, 1)).isEqualTo("60000.1");
  }

  @Test
  void keepsTheValue_whenRescaled() {
    assertThat(Decimals.rescale(600_001, 1, 8)).isEqualTo(6_000_010_000_000L);
  }

  @Test
  void refuses_whenRescalingOverflows() {
    assertThatThrownBy(() -> Decimals.rescale(Long.MAX_VALUE / 2, 0, 1))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void comparesExactly_whenScalesDiffer() {
    assertThat(Decimals.compare(5_900_000, 2, 590_000, 1)).isZero();
    assertThat(Decimals.compare(5_900_004, 2, 590_000, 1)).isPositive();
    assertThat(Decimals.compare(Long.MAX_VALUE, 0, Long.MAX_VALUE, 18)).isPositive();
  }
}
