package io.tickwire.feed.publish;

import static io.tickwire.feed.publish.SeenFrames.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.TickFrame;
import org.junit.jupiter.api.Test;

final class FrameRingTest {
  private static final int ALL = Integer.MAX_VALUE;

  private final SizedFrames zero = new SizedFrames(0);
  private final SizedFrames one = new SizedFrames(1);

  @Test
  void findsWhatIsStillThere() {
    FrameRing ring = new FrameRing(2, 10_000, 1 << 20);
    for (int i = 0; i < 5; i++) {
      ring.add(zero.next(100), 0);
      ring.add(one.next(100), 0);
    }
    assertThat(numbers(ring.find(0, 2, 4, ALL))).containsExactly(2L, 3L, 4L);
    assertThat(numbers(ring.find(1, 4, 9, ALL))).containsExactly(4L, 5L);
    assertThat(ring.find(0, 6, 9, ALL)).isEmpty();
    assertThat(ring.find(2, 1, 9, ALL)).isEmpty();
    assertThat(ring.find(-1, 1, 9, ALL)).isEmpty();
  }

  @Test
  void letsGoOfTheOld() {
    FrameRing ring = new FrameRing(2, 1_000, 1 << 20);
    ring.add(zero.next(100), 0);
    ring.add(one.next(100), 600);
    ring.add(zero.next(100), 1_000);
    assertThat(numbers(ring.find(0, 1, 9, ALL))).containsExactly(1L, 2L);
    ring.expire(1_001);
    assertThat(numbers(ring.find(0, 1, 9, ALL))).containsExactly(2L);
    ring.expire(5_000);
    assertThat(ring.newest(0)).isNull();
    assertThat(ring.bytes()).isZero();
  }

  @Test
  void letsGoOfTheOldest_whenTheBytesAreTooMany() {
    FrameRing ring = new FrameRing(2, 10_000, 3_000);
    ring.add(one.next(1_000), 0);
    for (int i = 0; i < 4; i++) {
      ring.add(zero.next(1_000), 0);
    }
    assertThat(ring.bytes()).isLessThanOrEqualTo(3_000);
    assertThat(ring.newest(1)).isNull();
    assertThat(numbers(ring.find(0, 1, 9, ALL))).endsWith(4L).doesNotContain(1L);
  }

  @Test
  void endsAPage_beforeItIsTooLong() {
    FrameRing ring = new FrameRing(1, 10_000, 1 << 20);
    TickFrame first = zero.next(500);
    ring.add(first, 0);
    ring.add(zero.next(500), 0);
    ring.add(zero.next(500), 0);
    int length = first.bytes().length();
    assertThat(numbers(ring.find(0, 1, 3, 2 * length))).containsExactly(1L, 2L);
    assertThat(numbers(ring.find(0, 1, 3, 1))).containsExactly(1L);
  }
}
