package io.tickwire.common.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdsTest {
  @Test
  void sortsByTime() {
    assertThat(Ids.next(Ids.POSITION, 1_732_145_000_000L))
        .isLessThan(Ids.next(Ids.POSITION, 1_732_145_000_001L))
        .matches("pos_[0-9a-z]{26}");
  }

  @Test
  void neverRepeats() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(seen.add(Ids.next(Ids.EXECUTION, 0))).isTrue();
    }
  }

  @Test
  void keepsTheRest_whenDerived() {
    assertThat(Ids.derive(Ids.POSITION, "trg_abc")).isEqualTo("pos_abc");
  }
}
