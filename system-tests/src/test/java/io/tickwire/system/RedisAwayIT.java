package io.tickwire.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Redis stands still while the market goes on: what fires waits in order and is counted, orders are
 * refused as unavailable, and afterwards everything commits, once and on its trade.
 *
 * <p>Settings, as system properties: {@code tickwire.away.seconds} (10) that Redis stands still,
 * {@code .seed} (1). Logs, tape and Redis's data stay in {@code target/redis-away}.
 */
@Timeout(900)
class RedisAwayIT {
  private static final Logger log = LoggerFactory.getLogger(RedisAwayIT.class);

  private static final int SECONDS = Integer.getInteger("tickwire.away.seconds", 10);
  private static final long SEED = Long.getLong("tickwire.away.seed", 1);

  private static final int RULES = 600;
  private static final int USERS = 4;
  private static final int TRADES_PER_SECOND = 2_000;
  private static final Duration NOTICED = Duration.ofSeconds(60);
  private static final Duration UNDER_WAY = Duration.ofSeconds(60);

  private static final Map<String, String> SETTINGS =
      Map.of(
          "TICKWIRE_FEED_REPLICAS", "2",
          "TICKWIRE_RULES_SWEEP", "10s",
          "TICKWIRE_RULES_MAX_TRIGGERS", "100000",
          "TICKWIRE_RULES_PAPER_BALANCES", "USDT:100000000,XBT:1000,ETH:10000");

  private final Path folder = Path.of("target", "redis-away").toAbsolutePath();
  private final List<Integer> queued = new ArrayList<>();

  @Test
  void hitsWaitInOrderAndCommitOnce_whenRedisStandsStill() throws Exception {
    MortalCluster.clear(folder);
    try (MortalCluster cluster = MortalCluster.start(folder, SETTINGS)) {
      List<Api> users = cluster.users(USERS);
      // As if the market went on for twice as long, so that many wait still.
      List<RandomOrders.Taken> taken =
          new RandomOrders(cluster, SEED, 2.0 * SECONDS * TRADES_PER_SECOND).create(RULES, users);
      Aftermath aftermath = new Aftermath(cluster, users, false);
      aftermath.awaitLive(taken.size());
      cluster.trade(SEED, TRADES_PER_SECOND);
      Deadline.await("some fire", UNDER_WAY, () -> !ShownRecords.executions(users).isEmpty());

      cluster.freezeRedis();
      try {
        standStill(cluster, aftermath, users);
      } finally {
        cluster.thawRedis();
      }
      cluster.pauseTrade();

      aftermath.awaitQuiet();
      assertThat(cluster.members(MortalCluster.ENGINE)).allMatch(name -> isReady(cluster, name));
      Aftermath.Judgement judgement = aftermath.judge(taken, folder);
      log.info("redis was away seconds={} queued={} {}", SECONDS, queued, judgement.summary());
      assertThat(judgement.findings()).as(judgement.summary()).isEmpty();
      assertThat(judgement.late()).as(judgement.summary()).isEmpty();
      assertInOrder(users, taken);
    }
  }

  private static boolean isReady(MortalCluster cluster, String name) {
    return cluster.admin(name).isOk("/readyz");
  }

  /** For so long; meanwhile it is alarmed, hits queue, and orders are refused. */
  private void standStill(MortalCluster cluster, Aftermath aftermath, List<Api> users) {
    long startNs = System.nanoTime();
    Deadline.await(
        "engines tell that they are not ready",
        NOTICED,
        () -> cluster.members(MortalCluster.ENGINE).stream().noneMatch(n -> isReady(cluster, n)));
    Deadline.await(
        "hits wait",
        NOTICED,
        () -> aftermath.live("commits_waiting") > 0 && gauge(cluster) > 0,
        () -> "waiting=" + aftermath.live("commits_waiting"));
    Api.Answer refused = users.get(0).post("/v1/triggers", alert());
    assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
    assertThat(refused.text("code")).as(refused.toString()).isEqualTo("unavailable");
    Deadline.await(
        "the time is over",
        Duration.ofSeconds(SECONDS).plus(NOTICED),
        () -> System.nanoTime() - startNs > Duration.ofSeconds(SECONDS).toNanos(),
        () -> "");
    queued.add(aftermath.live("commits_waiting"));
    // Each rule on each of its two engines once at most: that is the bound.
    assertThat(queued.get(0)).isBetween(1, 2 * 2 * RULES);
  }

  private static double gauge(MortalCluster cluster) {
    return cluster.members(MortalCluster.ENGINE).stream()
        .flatMap(name -> cluster.admin(name).text("/metrics").lines())
        .filter(line -> line.startsWith("rules_commit_queue"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String alert() {
    return "{\"symbol\":\"BTC-USDT\",\"condition\":\"above\",\"price\":\"900000\","
        + "\"action\":{\"alert\":{\"message\":\"far\"}}}";
  }

  /** Of each symbol, what was decided on an earlier trade was committed no later. */
  private static void assertInOrder(List<Api> users, List<RandomOrders.Taken> taken) {
    List<String> ordered = taken.stream().map(RandomOrders.Taken::id).toList();
    List<JsonNode> executions = new ArrayList<>();
    ShownRecords.executions(users)
        .forEach(
            (owner, ofOwner) -> {
              if (ordered.contains(owner)) {
                executions.addAll(ofOwner);
              }
            });
    executions.sort(
        Comparator.comparing((JsonNode one) -> one.path("symbol").asText())
            .thenComparingLong(one -> one.path("committed_us").asLong())
            .thenComparingLong(RedisAwayIT::sequence));
    for (int i = 1; i < executions.size(); i++) {
      JsonNode before = executions.get(i - 1);
      JsonNode one = executions.get(i);
      if (before.path("symbol").equals(one.path("symbol"))) {
        assertThat(sequence(before)).as(before + " " + one).isLessThanOrEqualTo(sequence(one));
      }
    }
  }

  private static long sequence(JsonNode execution) {
    return execution.path("tick").path("sequence").asLong();
  }
}
