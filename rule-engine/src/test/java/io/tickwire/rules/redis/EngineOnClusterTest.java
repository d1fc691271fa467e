package io.tickwire.rules.redis;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.redis.RedisLink;
import io.tickwire.redis.embedded.EmbeddedRedisCluster;
import io.tickwire.redis.embedded.Persistence;
import io.tickwire.rules.Audited;
import io.tickwire.rules.store.RuleStore;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine on a Redis Cluster of three masters: partitions, users and events on all of them. */
class EngineOnClusterTest {
  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;
  private static final List<String> SYMBOLS =
      IntStream.range(0, 12).mapToObj(i -> "XBT" + i + "USDTM").toList();

  @TempDir Path folder;

  private static String user(String symbol) {
    return "user-" + symbol;
  }

  private static List<String> openAll(Rig rig) {
    List<String> opened = new ArrayList<>();
    for (String symbol : SYMBOLS) {
      opened.add(rig.open(user(symbol), symbol, "59000"));
    }
    Rig.eventually("armed", () -> rig.gauge("rules_live") == SYMBOLS.size());
    return opened;
  }

  private static void assertClosedOnce(Rig rig, List<String> opened) {
    for (int i = 0; i < SYMBOLS.size(); i++) {
      String symbol = SYMBOLS.get(i);
      Rig.eventually("told", () -> rig.told(user(symbol)).contains("position_closed"));
      assertThat(rig.closing(rig.partition(symbol))).containsOnlyOnce(opened.get(i));
      assertThat(rig.booked(user(symbol))).containsExactly(opened.get(i));
      assertThat(rig.told(user(symbol)))
          .containsOnlyOnce("position_opened", "position_closing", "position_closed");
    }
    // Booking may overtake the answer to the commit.
    Rig.eventually("heard of", () -> rig.outcomes() >= SYMBOLS.size());
    assertThat(rig.outcomes()).isEqualTo(SYMBOLS.size());
  }

  @Test
  void opensFiresBooksAndTells_onEveryMaster() {
    try (EmbeddedRedisCluster cluster =
            EmbeddedRedisCluster.start(folder, MASTERS, Persistence.FSYNC_ALWAYS);
        Rig rig = new Rig(cluster.uri(), SYMBOLS.toArray(String[]::new))) {
      List<String> opened = openAll(rig);
      SYMBOLS.forEach(symbol -> rig.trade(symbol, 589_900));

      assertClosedOnce(rig, opened);
      assertThat(rig.count("redis_commands_failed_total")).isZero();
      for (int master = 0; master < MASTERS; master++) {
        RedisLink alone = rig.link(cluster.master(master).uri());
        assertThat(await(alone.send(Request.cmd(Command.KEYS).arg("*:transitions")))).isNotEmpty();
        assertThat(await(alone.send(Request.cmd(Command.KEYS).arg("*:ledger")))).isNotEmpty();
        alone.close();
      }
    }
  }

  @Test
  void isAudited_onEveryMaster() {
    try (EmbeddedRedisCluster cluster =
            EmbeddedRedisCluster.start(folder, MASTERS, Persistence.FSYNC_ALWAYS);
        Rig rig = new Rig(cluster.uri(), SYMBOLS.toArray(String[]::new))) {
      List<String> opened = openAll(rig);
      SYMBOLS.subList(0, 6).forEach(symbol -> rig.trade(symbol, 589_900));
      for (int i = 0; i < 6; i++) {
        String symbol = SYMBOLS.get(i);
        Rig.eventually("told", () -> rig.told(user(symbol)).contains("position_closed"));
      }

      Audited whole = Audited.run("--json", "--redis-uri", cluster.uri());
      assertThat(whole.exit()).as(whole.err()).isZero();
      assertThat(whole.json().get("accounts").asInt()).isEqualTo(SYMBOLS.size());
      assertThat(whole.json().get("positions").asInt()).isEqualTo(opened.size());

      // One account of each master is wrong: all are found.
      Map<Integer, String> tampered = new TreeMap<>();
      SYMBOLS.forEach(symbol -> tampered.putIfAbsent(masterOfUser(rig, symbol), user(symbol)));
      assertThat(tampered).hasSize(MASTERS);
      tampered
          .values()
          .forEach(user -> rig.ask(Command.HINCRBY, account(user), "USDT:balance", "100"));
      Audited wrong = Audited.run("--json", "--redis-uri", cluster.uri());
      assertThat(wrong.exit()).as(wrong.err()).isOne();
      assertThat(tampered.values())
          .allSatisfy(user -> assertThat(wrong.out()).contains(account(user)));
    }
  }

  private static String account(String user) {
    return "tickwire:{u:" + user + "}:account";
  }

  private static int masterOfUser(Rig rig, String symbol) {
    String key = account(user(symbol));
    return rig.ask(Command.CLUSTER, "KEYSLOT", key).toInteger() * MASTERS / SLOTS;
  }

  @Test
  void firesOnTheOthers_whileOneMasterIsDead_andThenOnIt() {
    try (EmbeddedRedisCluster cluster =
            EmbeddedRedisCluster.start(folder, MASTERS, Persistence.FSYNC_ALWAYS);
        Rig rig = new Rig(cluster.uri(), SYMBOLS.toArray(String[]::new))) {
      List<String> opened = openAll(rig);
      List<Integer> masters = SYMBOLS.stream().map(symbol -> masterOf(rig, symbol)).toList();
      assertThat(masters).contains(0, 1, 2);

      cluster.master(1).kill();
      SYMBOLS.forEach(symbol -> rig.trade(symbol, 589_900));
      for (int i = 0; i < SYMBOLS.size(); i++) {
        int partition = rig.partition(SYMBOLS.get(i));
        String id = opened.get(i);
        if (masters.get(i) != 1) {
          Rig.eventually("fired", () -> rig.closing(partition).contains(id));
        }
      }
      assertThat(rig.count("rules_fired_total")).isLessThan(SYMBOLS.size());
      Rig.eventually("not ready", () -> !rig.isReady());

      cluster.restart(1);
      cluster.awaitWhole();
      assertClosedOnce(rig, opened);
      Rig.eventually("ready", rig::isReady);
    }
  }

  private static int masterOf(Rig rig, String symbol) {
    String key = RuleStore.transitionsKey(rig.partition(symbol));
    return rig.ask(Command.CLUSTER, "KEYSLOT", key).toInteger() * MASTERS / SLOTS;
  }
}
