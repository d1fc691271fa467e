package io.tickwire.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortTest {
  @Test
  void givesEveryPortOnce_whenNobodyListensYet() {
    Set<Integer> given = new HashSet<>();
    // Of 15,000 by chance, two hundred would be all different one time in four.
    for (int i = 0; i < 200; i++) {
      assertThat(given.add(FreePort.find())).isTrue();
    }
  }
}
