package io.tickwire.common.redis;

import static io.tickwire.common.redis.RedisFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamReadersTest {
  private static final long CLAIM_AFTER_MS = 100;
  private static final long NEVER_MS = 3_600_000;

  @TempDir Path folder;
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private RedisFixture redis;
  private RedisLink link;

  @BeforeEach
  void start() {
    redis = new RedisFixture(folder);
    link = redis.link();
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  void handsOverEverythingInOrder_fromTheGivenPosition() throws Exception {
    add("s", "before");
    String position = await(StreamTail.newest(link, "s"));
    add("s", "one");
    tail("s", position);
    add("s", "two");
    assertThat(List.of(next(), next())).containsExactly("one", "two");
  }

  @Test
  void missesNothingAndRepeatsNothing_whenTheServerIsKilled() throws Exception {
    tail("s", "0-0");
    add("s", "one");
    assertThat(next()).isEqualTo("one");
    redis.kill();
    redis.restart();
    addWhenAnswering("s", "two");
    assertThat(next()).isEqualTo("two");
    assertThat(seen).isEmpty();
  }

  @Test
  void handsOverAgain_whenTheHandlerFailed() throws Exception {
    add("s", "one");
    Promise<Void> first = Promise.promise();
    StreamTail[] made = new StreamTail[1];
    onContext(
        () -> {
          made[0] =
              new StreamTail(
                  link,
                  "test",
                  entries -> {
                    seen.add(entries.get(0).field("v"));
                    return first.tryComplete()
                        ? Future.failedFuture("not now")
                        : Future.succeededFuture();
                  });
          made[0].follow("s", "0-0");
          made[0].start();
        });
    assertThat(List.of(next(), next())).containsExactly("one", "one");
    await(made[0].stop());
  }

  @Test
  void eachEntryGoesToOneConsumer_withoutWaitingForAClaim() throws Exception {
    StreamGroup a = group("a", NEVER_MS, this::see);
    StreamGroup b = group("b", NEVER_MS, this::see);
    for (int i = 0; i < 50; i++) {
      add("s", "v" + i);
    }
    for (int i = 0; i < 50; i++) {
      next();
    }
    await(Future.all(a.stop(), b.stop()));
    assertThat(seen).isEmpty();
    assertThat(pending()).isZero();
  }

  @Test
  void anotherConsumerClaims_whatOneCouldNotHandle() throws Exception {
    StreamGroup broken = group("broken", entry -> Future.failedFuture("cannot"));
    add("s", "one");
    awaitPending();
    await(broken.stop());
    StreamGroup healthy = group("healthy", this::see);
    assertThat(next()).isEqualTo("one");
    await(healthy.stop());
  }

  @Test
  void handlesAgain_whatItCouldNotHandleAtFirst() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    StreamGroup group =
        group(
            "a",
            NEVER_MS,
            entry -> tries.incrementAndGet() < 3 ? Future.failedFuture("not yet") : see(entry));
    add("s", "one");
    assertThat(next()).isEqualTo("one");
    await(group.stop());
    assertThat(tries.get()).isEqualTo(3);
  }

  @Test
  void findsItsOwnPendingEntries_whenItComesBack() throws Exception {
    StreamGroup before = group("engine-0", entry -> Future.failedFuture("died"));
    add("s", "one");
    awaitPending();
    await(before.stop());
    StreamGroup after = group("engine-0", this::see);
    assertThat(next()).isEqualTo("one");
    await(after.stop());
    assertThat(pending()).isZero();
  }

  @Test
  void leavesNothingPending_whenItStopsWhileEntriesCome() throws Exception {
    for (int round = 0; round < 20; round++) {
      StreamGroup group = group("engine-0", NEVER_MS, this::see);
      Future<Void> stopped = group.stop();
      add("s", "v" + round);
      await(stopped);
      assertThat(pending()).isZero();
      add("s", "after");
      assertThat(pending()).isZero();
    }
  }

  private Future<Void> see(StreamEntry entry) {
    seen.add(entry.field("v"));
    return Future.succeededFuture();
  }

  private StreamGroup group(String consumer, Function<StreamEntry, Future<Void>> handler)
      throws Exception {
    return group(consumer, CLAIM_AFTER_MS, handler);
  }

  private StreamGroup group(
      String consumer, long claimAfterMs, Function<StreamEntry, Future<Void>> handler)
      throws Exception {
    StreamGroup[] made = new StreamGroup[1];
    Promise<Void> joined = Promise.promise();
    onContext(
        () -> {
          made[0] = new StreamGroup(link, "accounting", consumer, claimAfterMs, handler);
          made[0].start();
          made[0].join("s").onComplete(joined);
        });
    await(joined.future());
    return made[0];
  }

  private void tail(String stream, String position) throws Exception {
    onContext(
        () -> {
          StreamTail tail =
              new StreamTail(
                  link,
                  "test",
                  entries -> {
                    entries.forEach(entry -> seen.add(entry.field("v")));
                    return Future.succeededFuture();
                  });
          tail.follow(stream, position);
          tail.start();
        });
  }

  private void onContext(Runnable work) throws Exception {
    Promise<Void> done = Promise.promise();
    redis
        .vertx()
        .runOnContext(
            ignored -> {
              work.run();
              done.complete();
            });
    await(done.future());
  }

  private void add(String stream, String value) {
    await(link.send(Request.cmd(Command.XADD).arg(stream).arg("*").arg("v").arg(value)));
  }

  private void addWhenAnswering(String stream, String value) {
    while (!await(link.isAnswering())) {
      Thread.onSpinWait();
    }
    add(stream, value);
  }

  private long pending() {
    return await(link.send(Request.cmd(Command.XPENDING).arg("s").arg("accounting")))
        .get(0)
        .toLong();
  }

  private void awaitPending() {
    while (pending() == 0) {
      Thread.onSpinWait();
    }
  }

  private String next() throws InterruptedException {
    String value = seen.poll(20, TimeUnit.SECONDS);
    if (value == null) {
      throw new AssertionError("no entry came");
    }
    return value;
  }
}
