package io.tickwire.feed.publish;

import static io.tickwire.feed.publish.SeenFrames.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.wire.ReplayRequest;
import io.tickwire.common.wire.TickCredit;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickListening;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FrameDeliveryTest {
  private static final int WINDOW = 4_096;

  private final ManualTimers timers = new ManualTimers();
  private final SeenFrames seen = new SeenFrames();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final SizedFrames frames = new SizedFrames(0);
  private final FrameDelivery delivery =
      new FrameDelivery(
          timers,
          seen,
          2,
          new PublishConfig(
              512,
              Duration.ofMillis(1),
              Duration.ofSeconds(10),
              1 << 20,
              WINDOW,
              Duration.ofMillis(50)),
          metrics);

  @BeforeEach
  void listen() {
    delivery.onListening(new TickListening("slow", Set.of(0)));
    delivery.onListening(new TickListening("quick", Set.of(0)));
  }

  private void deliver(int count, int bytes) {
    for (int i = 0; i < count; i++) {
      delivery.deliver(frames.next(bytes));
    }
  }

  private void credit(String consumer, long sequence) {
    delivery.onCredit(new TickCredit(consumer, Map.of(0, sequence)));
  }

  /** After frames 1 to 5, "slow" is cut and "quick" has handled all. */
  private void cutSlow() {
    deliver(4, 1_000);
    credit("quick", 4);
    deliver(1, 1_000);
    credit("quick", 5);
  }

  @Test
  void publishesToAll_whileAllKeepUp() {
    deliver(3, 100);
    assertThat(numbers(seen.published)).containsExactly(1L, 2L, 3L);
    assertThat(seen.sent).isEmpty();
  }

  @Test
  void sendsToTheOthersAlone_whileOneIsCut() {
    cutSlow();
    deliver(2, 100);
    assertThat(numbers(seen.published)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(seen.sent).containsOnlyKeys("quick");
    assertThat(numbers(seen.sent.getOrDefault("quick", List.of()))).containsExactly(6L, 7L);
    assertThat(metrics.get("feed_frames_withheld_total").counter().count()).isEqualTo(2);
    assertThat(metrics.get("feed_consumers").gauge().value()).isEqualTo(2);
    assertThat(metrics.get("feed_consumers_cut").gauge().value()).isEqualTo(1);
  }

  @Test
  void sendsTheNewest_whenOneHasCaughtUp() {
    cutSlow();
    deliver(2, 100);
    credit("slow", 5);
    assertThat(numbers(seen.sent.getOrDefault("slow", List.of()))).containsExactly(7L);
    assertThat(metrics.get("feed_consumers_cut").gauge().value()).isZero();

    deliver(1, 100);
    assertThat(numbers(seen.published)).endsWith(5L, 8L);
    assertThat(numbers(delivery.page(new ReplayRequest(0, 6, 6)))).containsExactly(6L);
  }

  @Test
  void showsTheNewestFrameOfEachPartitionASecond_toTheCut() {
    delivery.onListening(new TickListening("slow", Set.of(0, 1)));
    SizedFrames others = new SizedFrames(1);
    delivery.deliver(others.next(100));
    cutSlow();

    timers.advance(1_000);

    assertThat(seen.sent.getOrDefault("slow", List.of()))
        .extracting(TickFrame::partition, TickFrame::sequence)
        .containsExactlyInAnyOrder(tuple(0, 5L), tuple(1, 1L));
  }

  @Test
  void showsTheNewestFrameASecond_toTheCut() {
    cutSlow();
    timers.advance(1_000);
    assertThat(numbers(seen.sent.getOrDefault("slow", List.of()))).containsExactly(5L);
    deliver(1, 100);
    timers.advance(1_000);
    assertThat(numbers(seen.sent.getOrDefault("slow", List.of()))).containsExactly(5L, 6L);
  }

  @Test
  void showsTheNewestFrameAgain_whenItsCreditDoesNotCome() {
    deliver(2, 100);
    credit("quick", 2);
    credit("slow", 1);
    timers.advance(1_000);
    assertThat(seen.sent).isEmpty();

    timers.advance(1_000);
    assertThat(seen.sent).containsOnlyKeys("slow");
    assertThat(numbers(seen.sent.getOrDefault("slow", List.of()))).containsExactly(2L);

    credit("slow", 2);
    timers.advance(5_000);
    assertThat(seen.sent.getOrDefault("slow", List.of())).hasSize(1);
  }

  /** Else nothing would tell it, in a market that is silent since, that it has missed a frame. */
  @Test
  void showsTheNewestFrame_whenItIsTooOldToBeFetched() {
    deliver(2, 100);
    credit("quick", 2);
    credit("slow", 1);
    timers.advance(15_000);
    seen.sent.clear();

    timers.advance(1_000);
    assertThat(delivery.page(new ReplayRequest(0, 1, 2))).isEmpty();
    assertThat(numbers(seen.sent.getOrDefault("slow", List.of()))).containsExactly(2L);
  }

  /** It listens from a moment before the feed knows, and the market may be silent from there on. */
  @Test
  void showsTheNewestFrame_toWhoHasJustBegunToListen() {
    deliver(2, 100);
    credit("quick", 2);
    credit("slow", 2);
    delivery.onListening(new TickListening("fresh", Set.of(0, 1, 99)));
    timers.advance(2_000);
    assertThat(seen.sent).containsOnlyKeys("fresh");
    assertThat(numbers(seen.sent.getOrDefault("fresh", List.of()))).containsExactly(2L);

    credit("fresh", 2);
    timers.advance(5_000);
    assertThat(seen.sent.getOrDefault("fresh", List.of())).hasSize(1);
  }

  @Test
  void publishesAgain_whenTheCutIsForgotten() {
    cutSlow();
    timers.advance(50_000);
    credit("quick", 5);
    timers.advance(12_000);
    deliver(1, 100);
    assertThat(numbers(seen.published)).endsWith(6L);
    assertThat(metrics.get("feed_consumers").gauge().value()).isEqualTo(1);
  }

  @Test
  void forgetsFrames_thatAreTooOld() {
    deliver(2, 100);
    assertThat(delivery.page(new ReplayRequest(0, 1, 2))).hasSize(2);
    timers.advance(12_000);
    assertThat(delivery.page(new ReplayRequest(0, 1, 2))).isEmpty();
  }
}
