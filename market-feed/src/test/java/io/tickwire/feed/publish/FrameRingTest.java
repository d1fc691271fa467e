package io.tickwire.feed.publish;

import static io.tickwire.feed.publish.SeenFrames.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.TickFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(ring.find(0, 1, 9, ALL)).isEmpty();
    assertThat(ring.bytes()).isZero();
    assertThat(ring.newest(0)).as("its number").extracting(TickFrame::sequence).isEqualTo(2L);
  }

  @Test
  void letsGoOfTheOldest_whenTheBytesAreTooMany() {
    FrameRing ring = new FrameRing(2, 10_000, 3_000);
    ring.add(one.next(1_000), 0);
    for (int i = 0; i < 4; i++) {
      ring.add(zero.next(1_000), 1 + i);
    }
    assertThat(ring.bytes()).isLessThanOrEqualTo(3_000);
    assertThat(ring.find(1, 1, 9, ALL)).isEmpty();
    assertThat(numbers(ring.find(0, 1, 9, ALL))).endsWith(4L).doesNotContain(1L);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsWhatAListWouldKeep(long seed) {
    Random random = new Random(seed);
    FrameRing ring = new FrameRing(1, 1_000, Integer.MAX_VALUE);
    List<TickFrame> all = new ArrayList<>();
    List<Long> sinceMs = new ArrayList<>();
    long nowMs = 0;
    for (int step = 0; step < 2_000; step++) {
      nowMs += random.nextInt(100) == 0 ? 2_000 : random.nextInt(20);
      TickFrame frame = zero.next(60 + random.nextInt(random.nextInt(50) == 0 ? 20_000 : 500));
      ring.add(frame, nowMs);
      all.add(frame);
      sinceMs.add(nowMs);
      int oldest = 0;
      while (nowMs - sinceMs.get(oldest) > 1_000) {
        oldest++;
      }
      List<TickFrame> kept = all.subList(oldest, all.size());
      assertThat(ring.bytes())
          .isEqualTo(kept.stream().mapToLong(one -> one.bytes().length()).sum());
      assertThat(ring.newest(0)).isSameAs(frame);
      long from = 1L + random.nextInt(all.size());
      List<TickFrame> found = ring.find(0, from, from + 20, ALL);
      assertThat(found.stream().map(TickFrame::bytes).toList())
          .isEqualTo(
              kept.stream()
                  .filter(one -> one.sequence() >= from && one.sequence() <= from + 20)
                  .map(TickFrame::bytes)
                  .toList());
    }
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
