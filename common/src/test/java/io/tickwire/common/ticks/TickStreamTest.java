package io.tickwire.common.ticks;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.HistoryReply.LiveFrom;
import io.tickwire.common.wire.ReplayPage;
import io.tickwire.common.wire.ReplayRequest;
import io.tickwire.common.wire.TickCredit;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickListening;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TickStreamTest {
  private static final long FEED = 0xabc;

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Frames frames = new Frames(FEED, 3, 40);
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<TickCredit> credits = new LinkedBlockingQueue<>();
  private final BlockingQueue<TickListening> listening = new LinkedBlockingQueue<>();
  private final BlockingQueue<ReplayRequest> asked = new LinkedBlockingQueue<>();
  private TickStream stream;

  private final class Told implements TickStream.Listener {
    @Override
    public void onFrame(TickFrame frame) {
      told.add("frame " + frame.sequence());
    }

    @Override
    public void onLost(long feedId, int partition, long from, long to) {
      told.add("lost " + Long.toHexString(feedId) + " " + partition + " " + from + "-" + to);
    }
  }

  @BeforeEach
  void listen() throws Exception {
    Wire.register(vertx.eventBus());
    vertx
        .eventBus()
        .<TickListening>consumer(Addresses.LISTENING, message -> listening.add(message.body()));
    vertx
        .eventBus()
        .<TickCredit>consumer(Addresses.credits(FEED), message -> credits.add(message.body()));
    stream =
        onLoop(
            () ->
                Future.succeededFuture(
                    new TickStream(vertx, "node-1/rules", new Told(), registry)));
    onLoop(() -> stream.listen(3));
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private final io.vertx.core.Context loop = vertx.getOrCreateContext();

  private <T> T onLoop(Supplier<Future<T>> work) throws Exception {
    return Future.<T>future(promise -> loop.runOnContext(ignored -> work.get().onComplete(promise)))
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private void publish(long... sequences) {
    for (long sequence : sequences) {
      vertx.eventBus().publish(Addresses.ticks(3), frames.get(sequence), Wire.TICKS);
    }
  }

  /** A feed that still knows the frames from the given one, a few to a page. */
  private void answerReplays(long oldest, int page) {
    vertx
        .eventBus()
        .<ReplayRequest>consumer(
            Addresses.replay(FEED),
            message -> {
              ReplayRequest request = message.body();
              asked.add(request);
              long from = Math.max(oldest, request.from());
              long to = Math.min(request.to(), from + page - 1);
              message.reply(
                  ReplayPage.write(from > to ? java.util.List.of() : frames.range(from, to)));
            });
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T value = queue.poll(10, TimeUnit.SECONDS);
    assertThat(value).isNotNull();
    return value;
  }

  private void expect(String... lines) throws InterruptedException {
    for (String line : lines) {
      assertThat(next(told)).isEqualTo(line);
    }
  }

  private double count(String what) {
    return registry
        .get("ticks_frames_" + what + "_total")
        .tag("consumer", "rules")
        .counter()
        .count();
  }

  @Test
  void fetchesWhatIsMissing_andGivesAllInOrder() throws Exception {
    answerReplays(1, 2);
    publish(1, 2, 7, 8);
    expect("frame 1", "frame 2", "frame 3", "frame 4", "frame 5", "frame 6", "frame 7", "frame 8");
    assertThat(next(asked)).isEqualTo(new ReplayRequest(3, 3, 6));
    assertThat(next(asked)).isEqualTo(new ReplayRequest(3, 5, 6));
    assertThat(count("replayed")).isEqualTo(4);
    assertThat(count("lost")).isZero();
  }

  @Test
  void tellsWhatIsLost_whenTheFeedIsGone() throws Exception {
    publish(1, 4, 5);
    expect("frame 1", "lost abc 3 2-3", "frame 4", "frame 5");
    assertThat(count("lost")).isEqualTo(2);
  }

  @Test
  void tellsWhatIsLost_whenTheFeedKnowsOnlyTheEnd() throws Exception {
    answerReplays(4, 10);
    publish(1, 6);
    expect("frame 1", "lost abc 3 2-3", "frame 4", "frame 5", "frame 6");
  }

  @Test
  void tellsWhatIsLost_whenTheFeedKnowsNoneOfIt() throws Exception {
    answerReplays(30, 10);
    publish(1, 6);
    expect("frame 1", "lost abc 3 2-5", "frame 6");
  }

  @Test
  void dropsDuplicates_fromEitherAddress() throws Exception {
    publish(1, 2);
    vertx.eventBus().send(Addresses.ticksTo("node-1/rules"), frames.get(2), Wire.TICKS);
    vertx.eventBus().send(Addresses.ticksTo("node-1/rules"), frames.get(3), Wire.TICKS);
    expect("frame 1", "frame 2", "frame 3");
    assertThat(count("duplicate")).isEqualTo(1);
  }

  @Test
  void acknowledgesWhatWasHandled() throws Exception {
    publish(1, 2);
    expect("frame 1", "frame 2");
    TickCredit credit = next(credits);
    while (!credit.handled().equals(Map.of(3, 2L))) {
      credit = next(credits);
    }
    assertThat(credit.consumer()).isEqualTo("node-1/rules");
  }

  @Test
  void announcesWhatItListensTo() throws Exception {
    assertThat(next(listening)).isEqualTo(new TickListening("node-1/rules", Set.of(3)));
    onLoop(() -> stream.listen(4));
    awaitAnnounced(Set.of(3, 4));
    onLoop(() -> stream.unlisten(3));
    awaitAnnounced(Set.of(4));
    onLoop(stream::close);
    awaitAnnounced(Set.of());
  }

  /** It may say again what it said before. */
  private void awaitAnnounced(Set<Integer> partitions) throws Exception {
    Set<Integer> announced = next(listening).partitions();
    while (!announced.equals(partitions)) {
      announced = next(listening).partitions();
    }
    assertThat(announced).isEqualTo(partitions);
  }

  @Test
  void fetchesWhatIsMissing_whenItFollowsAHistory() throws Exception {
    answerReplays(1, 10);
    assertThat(onLoop(() -> Future.succeededFuture(stream.follow(new LiveFrom(FEED, 3, 2)))))
        .isTrue();
    publish(5);
    expect("frame 3", "frame 4", "frame 5");
  }

  @Test
  void doesNotFollowAHistory_whenItHeardTheFeedLater() throws Exception {
    publish(5);
    expect("frame 5");
    assertThat(onLoop(() -> Future.succeededFuture(stream.follow(new LiveFrom(FEED, 3, 2)))))
        .isFalse();
    assertThat(onLoop(() -> Future.succeededFuture(stream.follow(new LiveFrom(FEED, 3, 4)))))
        .isTrue();
    assertThat(onLoop(() -> Future.succeededFuture(stream.follow(new LiveFrom(FEED, 4, 0)))))
        .as("a partition it does not listen to")
        .isFalse();
  }

  @Test
  void hearsNothing_ofAPartitionItLeft() throws Exception {
    publish(1);
    expect("frame 1");
    onLoop(() -> stream.listen(4));
    onLoop(() -> stream.unlisten(3));
    vertx.eventBus().send(Addresses.ticksTo("node-1/rules"), frames.get(2), Wire.TICKS);
    vertx
        .eventBus()
        .send(Addresses.ticksTo("node-1/rules"), new Frames(FEED, 4, 1).get(1), Wire.TICKS);
    expect("frame 1");
    assertThat(told).isEmpty();
  }
}
