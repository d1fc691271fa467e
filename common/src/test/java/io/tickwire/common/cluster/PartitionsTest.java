package io.tickwire.common.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PartitionsTest {
  /** Redis keys carry these numbers: they must never change. */
  @Test
  void keepsASymbolWhereItWas() {
    Partitions partitions = new Partitions(64);
    assertThat(partitions.of("BTC-USDT")).isEqualTo(10);
    assertThat(partitions.of("XBTUSDTM")).isEqualTo(38);
  }

  @Test
  void usesEveryPartition() {
    int[] count = new int[64];
    for (int i = 0; i < 6_400; i++) {
      count[new Partitions(64).of("SYM" + i + "-USDT")]++;
    }
    assertThat(Arrays.stream(count).boxed()).allSatisfy(n -> assertThat(n).isBetween(50, 160));
  }

  @Test
  void refuses_whenTheCountIsImpossible() {
    assertThatThrownBy(() -> new Partitions(0)).hasMessageContaining("count=0");
  }
}
