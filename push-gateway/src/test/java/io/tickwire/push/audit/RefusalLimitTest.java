package io.tickwire.push.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RefusalLimitTest {
  private final RefusalLimit limit = new RefusalLimit();

  @Test
  void tellsSoManyAMinute_andThenHowManyMore() {
    for (int i = 0; i < RefusalLimit.TOLD; i++) {
      assertThat(limit.take("a", 1_000)).isEqualTo(new RefusalLimit.Verdict(true, 0));
    }
    for (int i = 0; i < 7; i++) {
      assertThat(limit.take("a", 60_999).told()).isFalse();
    }
    assertThat(limit.take("b", 60_999).told()).isTrue();
    assertThat(limit.take("a", 61_000)).isEqualTo(new RefusalLimit.Verdict(true, 7));
    assertThat(limit.take("a", 61_001)).isEqualTo(new RefusalLimit.Verdict(true, 0));
  }

  @Test
  void remembersABoundedNumberOfAddresses() {
    for (int i = 0; i < RefusalLimit.MOST_ADDRESSES + 10; i++) {
      limit.take("address" + i, 0);
    }
    assertThat(limit.addresses()).isEqualTo(RefusalLimit.MOST_ADDRESSES);
  }
}
