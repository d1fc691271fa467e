package io.tickwire.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WideSumTest {

  @Test
  void sumIsExact_whenItIsWiderThanALong() {
    Random random = new Random(8);
    WideSum sum = new WideSum();
    BigInteger expected = BigInteger.ZERO;
    for (int i = 0; i < 1_000; i++) {
      long a = random.nextLong() >>> (1 + random.nextInt(40));
      long b = random.nextLong() >>> (1 + random.nextInt(40));
      sum.addProduct(a, b);
      expected = expected.add(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)));
    }
    assertThat(expected.bitLength()).isGreaterThan(Long.SIZE);
    assertThat(sum.value(5)).isEqualTo(new BigDecimal(expected, 5));
  }
}
