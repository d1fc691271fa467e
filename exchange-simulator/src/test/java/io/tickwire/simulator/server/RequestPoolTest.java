package io.tickwire.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RequestPoolTest {

  private final RequestPool pool = new RequestPool();

  @Test
  void requestIsRefused_whenThePoolIsDry() {
    assertThat(pool.take("a", 1_990, 100_000).admitted()).isTrue();
    assertThat(pool.take("a", 11, 101_000)).isEqualTo(new RequestPool.Standing(false, 10, 29_000));
    assertThat(pool.take("a", 10, 101_000).remaining()).isZero();
  }

  @Test
  void poolIsFullAgain_whenTheWindowEnds() {
    pool.take("a", 2_000, 100_000);
    assertThat(pool.take("a", 1, 130_000).admitted()).isTrue();
  }

  @Test
  void addressesDoNotShare_whenOneRunsDry() {
    pool.take("a", 2_000, 100_000);
    assertThat(pool.take("b", 1, 100_000).admitted()).isTrue();
  }
}
