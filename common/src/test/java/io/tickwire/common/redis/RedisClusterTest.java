package io.tickwire.common.redis;

import static io.tickwire.common.redis.RedisFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.wire.Event;
import io.tickwire.redis.embedded.EmbeddedRedisCluster;
import io.tickwire.redis.embedded.Persistence;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real masters. Slots: {@code {p1}} and its like spread over all of them. */
class RedisClusterTest {
  private static final int TAGS = 30;

  @TempDir static Path folder;
  private static EmbeddedRedisCluster cluster;

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private RedisLink link;

  @BeforeAll
  static void startCluster() {
    cluster = EmbeddedRedisCluster.start(folder, 3, Persistence.FSYNC_EVERY_SECOND);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void connect() {
    cluster.awaitWhole();
    link =
        RedisLink.create(vertx, new RedisConfig(cluster.uri(), Duration.ofSeconds(2), 4), registry);
    await(link.askAll(Request.cmd(Command.FLUSHALL)));
  }

  @AfterEach
  void disconnect() {
    link.close();
    await(vertx.close());
  }

  private static String key(int tag) {
    return Keys.partition(tag, "test");
  }

  private Future<Response> set(int tag, String value) {
    return link.send(Request.cmd(Command.SET).arg(key(tag)).arg(value));
  }

  private Future<Response> get(int tag) {
    return link.send(Request.cmd(Command.GET).arg(key(tag)));
  }

  @Test
  void findsTheNodeOfEveryKey() {
    for (int tag = 0; tag < TAGS; tag++) {
      await(set(tag, "v" + tag));
    }
    for (int tag = 0; tag < TAGS; tag++) {
      assertThat(await(get(tag))).hasToString("v" + tag);
    }
    assertThat(registry.get("redis_commands_failed_total").counters())
        .allMatch(counter -> counter.count() == 0);
  }

  @Test
  void answersEachOnItsContext_whenTheirFirstQuestionsComeTogether() {
    RedisLink fresh =
        RedisLink.create(vertx, new RedisConfig(cluster.uri(), Duration.ofSeconds(2), 4));
    List<Future<Boolean>> there = new ArrayList<>();
    for (int tag = 0; tag < 8; tag++) {
      Request question = Request.cmd(Command.GET).arg(key(tag));
      Promise<Boolean> answered = Promise.promise();
      there.add(answered.future());
      vertx.deployVerticle(
          context -> {
            fresh
                .send(question)
                .onComplete(ignored -> answered.complete(Vertx.currentContext() == context));
            return Future.succeededFuture();
          });
    }

    await(Future.join(there));
    assertThat(there).extracting(Future::result).containsOnly(true);
    fresh.close();
  }

  @Test
  void answersABatchInItsOrder_overAllNodes() {
    List<Request> requests = new ArrayList<>();
    for (int tag = 0; tag < TAGS; tag++) {
      requests.add(Request.cmd(Command.SET).arg(key(tag)).arg(tag));
      requests.add(Request.cmd(Command.GET).arg(key(tag)));
    }
    requests.add(Request.cmd(Command.GET).arg("nothing"));
    requests.add(Request.cmd(Command.EXISTS).arg(key(1)));
    List<Response> answers = await(link.batch(requests));
    for (int tag = 0; tag < TAGS; tag++) {
      assertThat(answers.get(2 * tag + 1).toInteger()).isEqualTo(tag);
    }
    assertThat(answers.get(2 * TAGS)).isNull();
  }

  @Test
  void runsAScriptOnEveryNode_whenNoneKnowsIt() {
    EventLog log = new EventLog(link, Duration.ofHours(1));
    Event event = new Event("alert", "user:alice", 1, TextNode.valueOf("up"), null);
    await(link.askAll(Request.cmd(Command.SCRIPT).arg("FLUSH")));
    String first = await(log.append(event, "one"));
    assertThat(await(log.append(event, "one"))).isEqualTo(first);
  }

  @Test
  void refusesACommandOverSeveralSlots() {
    Request both = Request.cmd(Command.EXISTS).arg(key(1)).arg(key(2));
    assertThatThrownBy(() -> await(link.send(both)))
        .hasMessageContaining("must share a hash tag: command=exists");
    assertThatThrownBy(() -> await(link.batch(List.of(both))))
        .hasMessageContaining("must share a hash tag");
  }

  @Test
  void refusesWhatOneServerWouldAnswerInPart() {
    assertThatThrownBy(() -> await(link.send(Request.cmd(Command.SCAN).arg("0"))))
        .hasMessageContaining("knows its own keys only: command=scan");
  }

  @Test
  void followsASlot_whenItMoves() {
    int tag = 5;
    await(set(tag, "here"));
    int slot = HashSlot.of(key(tag));
    int owner = slot * 3 / HashSlot.COUNT;
    await(link.send(Request.cmd(Command.DEL).arg(key(tag))));
    cluster.moveEmptySlot(slot, (owner + 1) % 3);
    try {
      await(set(tag, "there"));
      assertThat(await(get(tag))).hasToString("there");
      assertThat(await(link.batch(List.of(Request.cmd(Command.GET).arg(key(tag)))))).hasSize(1);
      await(link.send(Request.cmd(Command.DEL).arg(key(tag))));
    } finally {
      cluster.moveEmptySlot(slot, owner);
    }
  }

  @Test
  void servesTheOthers_whileOneMasterIsDead() {
    List<Integer> lost = tagsOf(2);
    List<Integer> kept = tagsOf(0);
    await(set(kept.get(0), "a"));
    await(set(lost.get(0), "b"));
    cluster.master(2).kill();
    try {
      assertThat(await(get(kept.get(0)))).hasToString("a");
      assertThatThrownBy(() -> await(get(lost.get(0)))).isNotNull();
      assertThat(await(link.isAnswering())).isFalse();
    } finally {
      cluster.restart(2);
      cluster.awaitWhole();
    }
    until(link::isAnswering);
    assertThat(await(set(lost.get(0), "c"))).hasToString("OK");
    assertThat(registry.get("redis_up").gauge().value()).isEqualTo(1);
  }

  private static List<Integer> tagsOf(int master) {
    List<Integer> tags = new ArrayList<>();
    for (int tag = 0; tag < TAGS; tag++) {
      if (HashSlot.of(key(tag)) * 3 / HashSlot.COUNT == master) {
        tags.add(tag);
      }
    }
    return tags;
  }

  private static void until(Supplier<Future<Boolean>> holds) {
    while (!await(holds.get())) {
      Thread.onSpinWait();
    }
  }

  @Test
  void tailsStreamsOfAllNodes_alsoAfterOneDied() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    StreamTail[] tail = new StreamTail[1];
    onContext(
        () -> {
          tail[0] =
              new StreamTail(
                  link,
                  "test",
                  entries -> {
                    entries.forEach(entry -> seen.add(entry.field("v")));
                    return Future.succeededFuture();
                  });
          for (int tag = 0; tag < TAGS; tag++) {
            tail[0].follow(key(tag), "0-0");
          }
          tail[0].start();
        });
    addAndSee(seen, 0);
    cluster.master(1).kill();
    cluster.restart(1);
    cluster.awaitWhole();
    until(link::isAnswering);
    addAndSee(seen, 1);
    assertThat(registry.get("redis_reconnects_total").tag("link", "test").counter().count())
        .isPositive();
    await(tail[0].stop());
  }

  @Test
  void handsEveryEntryToOneConsumer_overAllNodes() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    StreamGroup[] group = new StreamGroup[1];
    List<Future<Void>> joined = new ArrayList<>();
    onContext(
        () -> {
          group[0] =
              new StreamGroup(
                  link,
                  "accounting",
                  "a",
                  60_000,
                  entry -> {
                    seen.add(entry.field("v"));
                    return Future.succeededFuture();
                  });
          group[0].start();
          for (int tag = 0; tag < TAGS; tag++) {
            joined.add(group[0].join(key(tag)));
          }
        });
    await(Future.all(joined));
    addAndSee(seen, 0);
    await(group[0].stop());
    for (int tag = 0; tag < TAGS; tag++) {
      Request pending = Request.cmd(Command.XPENDING).arg(key(tag)).arg("accounting");
      assertThat(await(link.send(pending)).get(0).toInteger()).isZero();
    }
  }

  private void addAndSee(BlockingQueue<String> seen, int round) throws InterruptedException {
    List<String> expected = new ArrayList<>();
    for (int tag = 0; tag < TAGS; tag++) {
      String value = round + "/" + tag;
      expected.add(value);
      await(link.send(Request.cmd(Command.XADD).arg(key(tag)).arg("*").arg("v").arg(value)));
    }
    List<String> came = new ArrayList<>();
    while (came.size() < TAGS) {
      String value = seen.poll(20, TimeUnit.SECONDS);
      if (value == null) {
        throw new AssertionError("no more entries came after " + came);
      }
      came.add(value);
    }
    assertThat(came).containsExactlyInAnyOrderElementsOf(expected);
  }

  private void onContext(Runnable work) {
    Promise<Void> done = Promise.promise();
    vertx.runOnContext(
        ignored -> {
          work.run();
          done.complete();
        });
    await(done.future());
  }
}
