package io.tickwire.feed.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickKind;
import io.tickwire.common.wire.Wire;
import io.tickwire.testsupport.ManualClock;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TickPublisherTest {
  private static final Duration NEVER = Duration.ofSeconds(1);

  private final Vertx vertx = Vertx.vertx();
  private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(5, 7));
  private final BlockingQueue<TickFrame> frames = new LinkedBlockingQueue<>();

  @BeforeEach
  void listen() {
    Wire.register(vertx.eventBus());
    vertx.eventBus().<TickFrame>consumer(Addresses.ticks(0), message -> frames.add(message.body()));
  }

  @AfterEach
  void close() {
    TestContext.await(vertx.close());
  }

  private static Tick trade(long sequence) {
    return Tick.trade("BTC-USDT", sequence, 1, 2, 1, 600_000, 0, 1);
  }

  private void onLoop(PublishConfig config, Consumer<TickPublisher> work) {
    Promise<Void> done = Promise.promise();
    vertx.runOnContext(
        ignored -> {
          try {
            work.accept(new TickPublisher(vertx, new Partitions(1), config, clock, 99));
            done.complete();
          } catch (AssertionError e) {
            done.fail(e);
          }
        });
    TestContext.await(done.future());
  }

  private TickFrame next() throws InterruptedException {
    TickFrame frame = frames.poll(10, TimeUnit.SECONDS);
    assertThat(frame).isNotNull();
    return frame;
  }

  private static List<Long> sequences(TickFrame frame) {
    List<Long> sequences = new ArrayList<>();
    TickCursor cursor = frame.cursor();
    while (cursor.next()) {
      sequences.add(cursor.sequence());
    }
    return sequences;
  }

  @Test
  void sendsFrame_afterTheLinger() throws InterruptedException {
    onLoop(
        new PublishConfig(16_384, Duration.ofMillis(1)),
        publisher -> {
          publisher.publish(trade(1));
          publisher.publish(trade(2));
        });

    TickFrame frame = next();

    assertThat(sequences(frame)).containsExactly(1L, 2L);
    assertThat(frame.feedId()).isEqualTo(99);
    assertThat(frame.publishedNs()).isEqualTo(5_000_000_007L);
  }

  @Test
  void sendsFrameAtOnce_whenFull() throws InterruptedException {
    onLoop(
        new PublishConfig(512, NEVER),
        publisher -> {
          for (int i = 1; i <= 20; i++) {
            publisher.publish(trade(i));
          }
        });

    TickFrame first = next();
    TickFrame second = next();

    assertThat(first.bytes().length()).isBetween(512, 512 + 48);
    assertThat(first.sequence()).isEqualTo(1);
    assertThat(second.sequence()).isEqualTo(2);
    assertThat(sequences(second)).startsWith((long) first.size() + 1);
  }

  @Test
  void dropsOlderAndEqualSequences_perKind() throws InterruptedException {
    List<Boolean> taken = new ArrayList<>();
    onLoop(
        new PublishConfig(16_384, Duration.ofMillis(1)),
        publisher -> {
          taken.add(publisher.publish(trade(5)));
          taken.add(publisher.publish(trade(5)));
          taken.add(publisher.publish(trade(4)));
          taken.add(publisher.publish(Tick.mark("BTC-USDT", 3, 1, 2, 0, 60, 0, 60)));
        });

    assertThat(taken).containsExactly(true, false, false, true);
    assertThat(sequences(next())).containsExactly(5L, 3L);
  }

  @Test
  void repeatsNewestOfEachKind_tradeLast() throws InterruptedException {
    onLoop(
        new PublishConfig(16_384, Duration.ofMillis(1)),
        publisher -> {
          publisher.publish(trade(5));
          publisher.publish(trade(6));
          publisher.publish(Tick.mark("BTC-USDT", 3, 1, 2, 0, 60, 0, 60));
          publisher.flush();
          publisher.repeat(List.of("BTC-USDT", "ETH-USDT"));
        });
    next();

    assertThat(sequences(next())).containsExactly(3L, 6L);
  }

  @Test
  void knowsNothing_afterForgetting() {
    onLoop(
        new PublishConfig(16_384, NEVER),
        publisher -> {
          publisher.publish(trade(5));
          assertThat(publisher.knows("BTC-USDT", TickKind.TRADE)).isTrue();
          publisher.forget("BTC-USDT");
          assertThat(publisher.knows("BTC-USDT", TickKind.TRADE)).isFalse();
          assertThat(publisher.publish(trade(4))).isTrue();
        });
  }
}
