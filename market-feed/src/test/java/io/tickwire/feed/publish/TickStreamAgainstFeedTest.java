package io.tickwire.feed.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.ticks.TickStream;
import io.tickwire.common.wire.HighsLows;
import io.tickwire.common.wire.HighsLowsQuery;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickListening;
import io.tickwire.common.wire.Wire;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A feed and its consumers on a real event bus. */
final class TickStreamAgainstFeedTest {
  private static final int TICKS_PER_FRAME = 10;

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final ManualTimers timers = new ManualTimers();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> lost = new LinkedBlockingQueue<>();
  private final TickPublisher publisher =
      new TickPublisher(
          timers,
          new Leaky(new BusFrameSink(vertx.eventBus())),
          new Partitions(1),
          new PublishConfig(
              512,
              Duration.ofMillis(1),
              Duration.ofSeconds(10),
              1 << 20,
              4_096,
              Duration.ofMillis(50)),
          metrics,
          5);
  private long sequence;
  private long heardUpTo;
  private boolean leaking;

  private final class Heard implements TickStream.Listener {
    @Override
    public void onFrame(TickFrame frame) {
      SeenFrames.sequences(frame).forEach(heard::add);
    }

    @Override
    public void onLost(long feedId, int partition, long from, long to) {
      lost.add(from + "-" + to);
    }
  }

  @BeforeEach
  void start() {
    Wire.register(vertx.eventBus());
    onLoop(() -> ReplayService.start(vertx.eventBus(), publisher, "feed-1").completion());
    onLoop(() -> new TickStream(vertx, "a/rules", new Heard(), metrics).listen(0));
  }

  @AfterEach
  void close() {
    TestContext.await(vertx.close());
  }

  /** Loses what is published while told to. */
  private final class Leaky implements FrameSink {
    private final FrameSink sink;

    Leaky(FrameSink sink) {
      this.sink = sink;
    }

    @Override
    public void publish(TickFrame frame) {
      if (!leaking) {
        sink.publish(frame);
      }
    }

    @Override
    public void send(String consumer, TickFrame frame) {
      sink.send(consumer, frame);
    }

    @Override
    public void quotes(TickFrame frame) {
      sink.quotes(frame);
    }
  }

  private <T> T onLoop(Supplier<Future<T>> work) {
    return TestContext.await(
        Future.<T>future(promise -> loop.runOnContext(ignored -> work.get().onComplete(promise))));
  }

  private void publishFrames(int count, boolean leak) {
    onLoop(
        () -> {
          leaking = leak;
          for (int i = 0; i < count * TICKS_PER_FRAME; i++) {
            publisher.publish(Tick.trade("X", ++sequence, 1, 2, 0, 3, 0, 4));
          }
          publisher.flush();
          leaking = false;
          return Future.succeededFuture();
        });
  }

  private void expectAll() throws InterruptedException {
    for (long expected = heardUpTo + 1; expected <= sequence; expected++) {
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(expected);
    }
    heardUpTo = sequence;
  }

  @Test
  void hearsAll_whenTheBusLosesSome() throws Exception {
    publishFrames(2, false);
    publishFrames(3, true);
    publishFrames(1, false);
    expectAll();
    assertThat(lost).isEmpty();
  }

  @Test
  void tellsHighAndLow_whenAsked() {
    publisher.publish(Tick.trade("X", 1, 1_000_000_000, 1_000_000_000, 1, 605, 0, 4));
    publisher.publish(Tick.trade("X", 2, 2_000_000_000, 2_000_000_000, 1, 598, 0, 4));
    HighsLows answer =
        onLoop(
            () ->
                vertx
                    .eventBus()
                    .<HighsLows>request(
                        Addresses.extremes("feed-1"),
                        new HighsLowsQuery("X", 1_000),
                        Wire.HIGHS_LOWS_QUERY)
                    .map(Message::body));
    assertThat(answer)
        .isEqualTo(
            new HighsLows(
                "X",
                new HighsLows.Range(1_000, new BigDecimal("60.5"), new BigDecimal("59.8"), true),
                null));
  }

  @Test
  void goesOn_whileAnotherIsCut() throws Exception {
    vertx
        .eventBus()
        .publish(Addresses.LISTENING, new TickListening("b/rules", Set.of(0)), Wire.LISTENING);
    BlockingQueue<TickFrame> ofOther = new LinkedBlockingQueue<>();
    vertx
        .eventBus()
        .<TickFrame>consumer(Addresses.ticksTo("b/rules"), message -> ofOther.add(message.body()));
    publishFrames(1, false);
    expectAll();
    // More than the window, of which the other acknowledges nothing.
    for (int round = 0; round < 12; round++) {
      publishFrames(1, false);
      expectAll();
    }
    assertThat(metrics.get("feed_frames_withheld_total").counter().count()).isPositive();
    assertThat(ofOther).isEmpty();
    assertThat(lost).isEmpty();
  }
}
