package io.tickwire.rules.redis;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.redis.embedded.EmbeddedRedis;
import io.tickwire.redis.embedded.EmbeddedRedisConfig;
import io.tickwire.rules.store.RuleStore;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis goes away or is damaged while stops fire one after the other. */
class RedisAwayTest {
  private static final String SYMBOL = "XBTUSDTM";
  private static final String USER = "alice";

  /** More than one call to Redis takes. */
  private static final int STOPS = RuleStore.MAX_BATCH + 16;

  private static final long FIRST_STOP = 590_000;

  @TempDir Path folder;

  /** Longs with stops at 59,000.0 and each 1.0 below the one before. */
  private static List<String> openAll(Rig rig, int count) {
    List<String> opened = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      opened.add(rig.open(USER, SYMBOL, Long.toString(59_000 - i)));
    }
    Rig.eventually("armed", () -> rig.gauge("rules_live") == count);
    return opened;
  }

  private static void reach(Rig rig, int from, int to) {
    for (int i = from; i < to; i++) {
      rig.trade(SYMBOL, FIRST_STOP - 10L * i);
    }
  }

  private static void assertClosedOnceInOrder(Rig rig, List<String> opened) {
    Rig.eventually("booked", () -> rig.booked(USER).size() >= opened.size());
    assertThat(rig.closing(rig.partition(SYMBOL))).containsExactlyElementsOf(opened);
    assertThat(rig.booked(USER)).containsExactlyInAnyOrderElementsOf(opened);
    // Booking may overtake the answer to the commit.
    Rig.eventually("heard of", () -> rig.gauge("rules_commit_queue") == 0);
    assertThat(rig.outcomes()).isEqualTo(opened.size());
    assertThat(rig.count("rules_commits_parked_total")).isZero();
  }

  private static void assertAway(Rig rig) {
    RuleReply reply = await(rig.sending(USER, SYMBOL, "50000"));
    assertThat(reply).isInstanceOf(RuleReply.Refused.class);
    assertThat(((RuleReply.Refused) reply).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    Rig.eventually("not ready", () -> !rig.isReady());
    Rig.eventually("said so", () -> rig.gauge("redis_up") == 0);
    Rig.eventually("hits wait", () -> rig.gauge("rules_commit_queue") > 0);
  }

  @Test
  void commitsEveryHitOnceAndInOrder_whenRedisWasFrozen() {
    try (EmbeddedRedis server = EmbeddedRedis.start(EmbeddedRedisConfig.in(folder));
        Rig rig = new Rig(server.uri(), SYMBOL)) {
      List<String> opened = openAll(rig, STOPS);
      reach(rig, 0, 5);
      server.freeze();
      reach(rig, 5, STOPS / 2);
      assertAway(rig);
      reach(rig, STOPS / 2, STOPS);
      // Some calls have been given up without an answer by now, and Redis finds them when it wakes.
      Rig.eventually("timed out", () -> rig.count("redis_commands_failed_total") > 3);

      server.resume();
      assertClosedOnceInOrder(rig, opened);
      Rig.eventually("ready", rig::isReady);
      assertThat(rig.gauge("redis_up")).isEqualTo(1);
    }
  }

  @Test
  void commitsEveryHitOnceAndInOrder_whenRedisWasKilledAndStarted() {
    EmbeddedRedis first = EmbeddedRedis.start(EmbeddedRedisConfig.in(folder));
    try (Rig rig = new Rig(first.uri(), SYMBOL)) {
      List<String> opened = openAll(rig, STOPS);
      reach(rig, 0, 5);
      first.kill();
      reach(rig, 5, STOPS / 2);
      assertAway(rig);
      reach(rig, STOPS / 2, STOPS);

      try (EmbeddedRedis second =
          EmbeddedRedis.start(EmbeddedRedisConfig.in(folder).withPort(first.port()))) {
        assertClosedOnceInOrder(rig, opened);
        Rig.eventually("ready", rig::isReady);
        assertThat(second.port()).isEqualTo(first.port());
        assertThat(rig.count("redis_reconnects_total")).isPositive();
      }
    } finally {
      first.close();
    }
  }

  @Test
  void parksOneHit_whenItsRecordIsDamaged_andCommitsItOnceRepaired() {
    try (EmbeddedRedis server = EmbeddedRedis.start(EmbeddedRedisConfig.in(folder));
        Rig rig = new Rig(server.uri(), SYMBOL)) {
      List<String> opened = openAll(rig, 3);
      int partition = rig.partition(SYMBOL);
      String state = "tickwire:{p" + partition + "}:state";
      String sound = rig.ask(Command.HGET, state, opened.get(1)).toString();
      rig.ask(Command.HSET, state, opened.get(1), "damaged");
      rig.trade(SYMBOL, 580_000);

      Rig.eventually("the others go on", () -> rig.booked(USER).size() == 2);
      assertThat(rig.closing(partition)).containsExactly(opened.get(0), opened.get(2));
      Rig.eventually("parked", () -> rig.count("rules_commits_parked_total") == 1);
      Rig.eventually("still to do", () -> rig.gauge("rules_commit_queue") == 1);

      rig.ask(Command.HSET, state, opened.get(1), sound);
      Rig.eventually("repaired", () -> rig.booked(USER).size() == 3);
      assertThat(rig.closing(partition))
          .containsExactly(opened.get(0), opened.get(2), opened.get(1));
      Rig.eventually("heard of", () -> rig.gauge("rules_commit_queue") == 0);
      // The sweeper left it alone: nothing was armed anew, and nothing hit a second time.
      assertThat(rig.outcomes()).isEqualTo(3);
      assertThat(rig.count("rules_repaired_total")).isZero();
    }
  }

  @Test
  void changesNothingAndParksAll_whenAKeyHoldsSomethingElse() {
    try (EmbeddedRedis server = EmbeddedRedis.start(EmbeddedRedisConfig.in(folder));
        Rig rig = new Rig(server.uri(), SYMBOL)) {
      List<String> opened = openAll(rig, 2);
      int partition = rig.partition(SYMBOL);
      String state = "tickwire:{p" + partition + "}:state";
      String changes = RuleStore.changesKey(partition);
      rig.ask(Command.RENAME, changes, changes + ":aside");
      rig.ask(Command.SET, changes, "something else");
      rig.trade(SYMBOL, 580_000);

      Rig.eventually("parked", () -> rig.count("rules_commits_parked_total") == 2);
      assertThat(rig.ask(Command.HGET, state, opened.get(0)).toString()).startsWith("open|1|");
      assertThat(rig.closing(partition)).isEmpty();

      rig.ask(Command.RENAME, changes + ":aside", changes);
      Rig.eventually("booked", () -> rig.booked(USER).size() == 2);
      assertThat(rig.closing(partition)).containsExactlyElementsOf(opened);
    }
  }
}
