package io.tickwire.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MessagePermitsTest {

  private static final long SECOND_NS = 1_000_000_000L;

  @Test
  void permitComesBack_whenTenSecondsHavePassed() {
    MessagePermits permits = new MessagePermits(2);
    assertThat(permits.take(0)).isTrue();
    assertThat(permits.take(5 * SECOND_NS)).isTrue();
    assertThat(permits.take(10 * SECOND_NS - 1)).isFalse();
    assertThat(permits.take(10 * SECOND_NS)).isTrue();
    assertThat(permits.take(14 * SECOND_NS)).isFalse();
  }

  @Test
  void everyMessageIsTaken_whenThereIsNoLimit() {
    MessagePermits permits = new MessagePermits(0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(permits.take(0)).isTrue();
    }
  }
}
