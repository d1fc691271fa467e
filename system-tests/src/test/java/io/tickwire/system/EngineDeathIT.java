package io.tickwire.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds, engines and Redis are killed at random under thousands of rules and 2,000 trades a second.
 * Afterwards the exchange's own tape says which rules had to fire: none is missing, none fired
 * twice, and the books agree. Every trade from a rule's arming time on counts, and that is no later
 * than 100 ms after the answer; orders are also sent meanwhile.
 *
 * <p>A rule fires on the first trade that reached it, unless a hole in the trades takes longer to
 * fill than live ones wait for it: such firings are counted as late and may be a few.
 *
 * <p>Settings, as system properties: {@code tickwire.death.seconds} (15), {@code .seed} (1), {@code
 * .rules} (1000), {@code .feed-replicas} (2), {@code .mode}: {@code one} process of a role at a
 * time, the others ready; or {@code all} of a role at once; {@code .late-percent} (10) of the
 * firings that may be late. Logs, tape and Redis's data stay in {@code target/engine-death}.
 */
@Timeout(900)
class EngineDeathIT {
  private static final Logger log = LoggerFactory.getLogger(EngineDeathIT.class);

  private static final int SECONDS = Integer.getInteger("tickwire.death.seconds", 15);
  private static final long SEED = Long.getLong("tickwire.death.seed", 1);
  private static final int RULES = Integer.getInteger("tickwire.death.rules", 1_000);
  private static final String MODE = System.getProperty("tickwire.death.mode", "one");
  private static final String FEED_REPLICAS =
      System.getProperty("tickwire.death.feed-replicas", "2");

  private static final int LATE_PERCENT = Integer.getInteger("tickwire.death.late-percent", 10);

  private static final int TRADES_PER_SECOND = 2_000;
  private static final int USERS = 8;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "TICKWIRE_FEED_REPLICAS", FEED_REPLICAS,
          "TICKWIRE_RULES_SWEEP", "10s",
          "TICKWIRE_RULES_MAX_TRIGGERS", "100000",
          "TICKWIRE_RULES_PAPER_BALANCES", "USDT:100000000,XBT:1000,ETH:10000");

  private final Path folder = Path.of("target", "engine-death", MODE + "-" + SEED).toAbsolutePath();

  @Test
  void everyRuleFiresOnceOnItsTrade_whenProcessesAreKilledAtRandom() throws Exception {
    MortalCluster.clear(folder);
    try (MortalCluster cluster = MortalCluster.start(folder, SETTINGS)) {
      List<Api> users = cluster.users(USERS);
      List<RandomOrders.Taken> taken =
          new ArrayList<>(
              new RandomOrders(cluster, SEED, (double) SECONDS * TRADES_PER_SECOND)
                  .create(RULES, users));
      Aftermath aftermath = new Aftermath(cluster, users, MODE.equals("all"));
      aftermath.awaitLive(taken.size());

      Reaper reaper = new Reaper(cluster, SEED, MODE.equals("all"));
      long startNs = System.nanoTime();
      cluster.trade(SEED, TRADES_PER_SECOND);
      try (OrdersMeanwhile meanwhile = OrdersMeanwhile.start(cluster, SEED, users)) {
        reaper.reap(Duration.ofSeconds(SECONDS));
        taken.addAll(meanwhile.stop());
      }
      cluster.pauseTrade();
      Duration took = Duration.ofNanos(System.nanoTime() - startNs);
      aftermath.awaitQuiet();
      Aftermath.Judgement judgement = aftermath.judge(taken, folder);
      String run =
          "mode="
              + MODE
              + " seed="
              + SEED
              + " feed_replicas="
              + FEED_REPLICAS
              + " kills="
              + cluster.kills()
              + " seconds="
              + took.toSeconds()
              + " meanwhile="
              + (taken.size() - RULES)
              + " stood_still_ms="
              + reaper.stoodStill().toMillis()
              + " "
              + judgement.summary();
      log.info("engine death {}", run);
      assertThat(judgement.findings()).as(run).isEmpty();
      assertThat(judgement.late().size() * 100)
          .as(run)
          .isLessThanOrEqualTo(judgement.fired() * LATE_PERCENT);
    }
  }
}
