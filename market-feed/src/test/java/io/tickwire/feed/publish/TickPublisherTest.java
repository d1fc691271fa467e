package io.tickwire.feed.publish;

import static io.tickwire.feed.publish.SeenFrames.sequences;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TickPublisherTest {
  private final ManualTimers timers = new ManualTimers();
  private final SeenFrames seen = new SeenFrames();
  private final TickPublisher publisher = publisher(16_384);

  private TickPublisher publisher(int flushBytes) {
    return new TickPublisher(
        timers,
        seen,
        new Partitions(1),
        PublishConfig.of(flushBytes, Duration.ofMillis(1)),
        new SimpleMeterRegistry(),
        99);
  }

  private static Tick trade(long sequence) {
    return Tick.trade("BTC-USDT", sequence, 1, 2, 1, 600_000, 0, 1);
  }

  private static Tick mark(long sequence) {
    return Tick.mark("BTC-USDT", sequence, 1, 2, 0, 60, 0, 60);
  }

  private TickFrame newest() {
    timers.advance(1);
    return seen.published.get(seen.published.size() - 1);
  }

  @Test
  void sendsFrame_afterTheLinger() {
    publisher.publish(trade(1));
    publisher.publish(trade(2));
    assertThat(seen.published).isEmpty();

    TickFrame frame = newest();

    assertThat(sequences(frame)).containsExactly(1L, 2L);
    assertThat(frame.feedId()).isEqualTo(99);
    assertThat(frame.publishedNs()).isEqualTo(timers.epochNs());
  }

  @Test
  void sendsFrameAtOnce_whenFull() {
    TickPublisher full = publisher(512);
    for (int i = 1; i <= 20; i++) {
      full.publish(trade(i));
    }

    TickFrame first = seen.published.get(0);
    TickFrame second = seen.published.get(1);

    assertThat(first.bytes().length()).isBetween(512, 512 + 48);
    assertThat(first.sequence()).isEqualTo(1);
    assertThat(second.sequence()).isEqualTo(2);
    assertThat(sequences(second)).startsWith((long) first.size() + 1);
  }

  @Test
  void dropsOlderAndEqualSequences_perKind() {
    assertThat(publisher.publish(trade(5))).isTrue();
    assertThat(publisher.publish(trade(5))).isFalse();
    assertThat(publisher.publish(trade(4))).isFalse();
    assertThat(publisher.publish(mark(3))).isTrue();

    assertThat(sequences(newest())).containsExactly(5L, 3L);
  }

  @Test
  void publishesRecoveredTicks_evenWhenOlder() {
    publisher.publish(trade(5));
    publisher.publishRecovered(trade(3).asRecovered());
    publisher.publishRecovered(trade(7).asRecovered());

    assertThat(sequences(newest())).containsExactly(5L, 3L, 7L);
    assertThat(publisher.publish(trade(6))).isFalse();
    assertThat(publisher.publish(trade(8))).isTrue();
  }

  @Test
  void neverRepeatsACandle_norAnOlderTick() {
    publisher.publish(trade(5));
    publisher.publishRecovered(trade(3).asRecovered());
    publisher.publishRecovered(Tick.candle("BTC-USDT", 60_000, 60_000, 2, 1, 1, 2, 1, 2));
    assertThat(sequences(newest())).containsExactly(5L, 3L, 60_000L);

    publisher.repeat(List.of("BTC-USDT"));

    assertThat(sequences(newest())).containsExactly(5L);
    assertThat(publisher.knows("BTC-USDT", TickKind.CANDLE)).isFalse();
  }

  @Test
  void repeatsNewestOfEachKind_tradeLast() {
    publisher.publish(trade(5));
    publisher.publish(trade(6));
    publisher.publish(mark(3));
    publisher.publish(Tick.quote("BTC-USDT", 4, 1, 2, 0, 5, 5, 6, 0, 1, 1));
    publisher.publish(Tick.funding("BTC-USDT", 2, 1, 6, -12, 28_800_000));
    publisher.flush();

    publisher.repeat(List.of("BTC-USDT", "ETH-USDT"));

    assertThat(SeenFrames.ticks(newest()))
        .extracting(Tick::kind)
        .containsExactly(TickKind.FUNDING, TickKind.QUOTE, TickKind.MARK, TickKind.TRADE);
  }

  @Test
  void knowsNothing_afterForgetting() {
    publisher.publish(trade(5));
    assertThat(publisher.knows("BTC-USDT", TickKind.TRADE)).isTrue();
    publisher.forget("BTC-USDT");
    assertThat(publisher.knows("BTC-USDT", TickKind.TRADE)).isFalse();
    assertThat(publisher.publish(trade(4))).isTrue();
  }

  @Test
  void leavesNothingBehind_whenStopped() {
    publisher.publish(trade(1));
    publisher.stop();
    assertThat(sequences(newest())).containsExactly(1L);
    assertThat(timers.waiting()).isZero();
  }
}
