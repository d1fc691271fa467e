package io.tickwire.common.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TickSizeTest {
  private static final TickSize TENTH = TickSize.of(new BigDecimal("0.1"));

  @Test
  void floorAndCeilAreTheTick_whenThePriceLiesOnOne() {
    assertThat(TENTH.floor(590_000, 1)).isEqualTo(590_000);
    assertThat(TENTH.ceil(59_000, 0)).isEqualTo(590_000);
    assertThat(TENTH.ceil(5_900_000, 2)).isEqualTo(590_000);
  }

  @Test
  void floorAndCeilDiffer_whenThePriceLiesBetweenTicks() {
    assertThat(TENTH.floor(5_900_004, 2)).isEqualTo(590_000);
    assertThat(TENTH.ceil(5_900_004, 2)).isEqualTo(590_001);
  }

  @Test
  void countsSteps_whenTheTickIsNotAPowerOfTen() {
    TickSize half = TickSize.of(new BigDecimal("0.5"));
    assertThat(half.toTicks(new BigDecimal("12.5"))).isEqualTo(25);
    assertThat(half.toPrice(25)).isEqualByComparingTo("12.5");
    assertThat(half.isOnTick(new BigDecimal("12.4"))).isFalse();
  }

  @Test
  void refuses_whenAPriceIsOffTick() {
    assertThatThrownBy(() -> TENTH.toTicks(new BigDecimal("59000.04")))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("price off tick: price=59000.04 tickSize=0.1");
  }

  @Test
  void refuses_whenTheSizeIsImpossible() {
    assertThatThrownBy(() -> TickSize.of(BigDecimal.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tickSize=0");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithBigDecimal_whateverTheScale(long seed) {
    Random random = new Random(seed);
    TickSize size = TickSize.of(BigDecimal.valueOf(1 + random.nextInt(50), random.nextInt(8)));
    for (int i = 0; i < 2_000; i++) {
      long digits = random.nextLong(10_000_000_000L);
      int scale = random.nextInt(9);
      BigDecimal ticks = BigDecimal.valueOf(digits, scale).divideToIntegralValue(size.size());
      assertThat(size.floor(digits, scale)).isEqualTo(ticks.longValueExact());
      assertThat(size.ceil(digits, scale) - size.floor(digits, scale))
          .isEqualTo(size.isOnTick(BigDecimal.valueOf(digits, scale)) ? 0 : 1);
    }
  }
}
