package io.tickwire.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds, engines and Redis are killed at random under thousands of rules and 2,000 trades a second.
 * Afterwards the exchange's own tape says which rules had to fire: none is missing, none fired
 * twice, each on the trade that reached it first, and the books agree.
 *
 * <p>Settings, as system properties: {@code tickwire.death.seconds} (30), {@code .seed} (1), {@code
 * .rules} (2000), {@code .feed-replicas} (2), {@code .mode}: {@code one} process of a role at a
 * time, the others ready; or {@code all} of a role at once; {@code .arming-ms} (5000): how long
 * after Redis has a rule a trade may pass it unseen, 0 for never from its arming time on. Logs,
 * tape and Redis's data stay in {@code target/engine-death}.
 */
@Timeout(900)
class EngineDeathIT {
  private static final Logger log = LoggerFactory.getLogger(EngineDeathIT.class);

  private static final int SECONDS = Integer.getInteger("tickwire.death.seconds", 30);
  private static final long SEED = Long.getLong("tickwire.death.seed", 1);
  private static final int RULES = Integer.getInteger("tickwire.death.rules", 2_000);
  private static final long ARMING_MS = Long.getLong("tickwire.death.arming-ms", 5_000);
  private static final String MODE = System.getProperty("tickwire.death.mode", "one");
  private static final String FEED_REPLICAS =
      System.getProperty("tickwire.death.feed-replicas", "2");

  private static final int TRADES_PER_SECOND = 2_000;
  private static final int USERS = 8;
  private static final Duration LIVE = Duration.ofMinutes(5);
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration QUIET_WITHIN = Duration.ofMinutes(5);

  /** The sweeper looks every ten seconds; what has not fired after that is missing. */
  private static final Duration NOTHING_MORE = Duration.ofSeconds(25);

  private static final Map<String, String> SETTINGS =
      Map.of(
          "TICKWIRE_FEED_REPLICAS", FEED_REPLICAS,
          "TICKWIRE_RULES_SWEEP", "10s",
          "TICKWIRE_RULES_MAX_TRIGGERS", "100000",
          "TICKWIRE_RULES_PAPER_BALANCES", "USDT:100000000,XBT:1000,ETH:10000");

  private final Path folder = Path.of("target", "engine-death", MODE + "-" + SEED).toAbsolutePath();

  @Test
  void everyRuleFiresOnceOnItsTrade_whenProcessesAreKilledAtRandom() throws Exception {
    deleteFolder();
    try (MortalCluster cluster = MortalCluster.start(folder, SETTINGS)) {
      List<Api> users = users(cluster);
      int created =
          new RandomOrders(cluster, SEED, (double) SECONDS * TRADES_PER_SECOND)
              .create(RULES, users);
      awaitLive(cluster, created);

      long startNs = System.nanoTime();
      run(cluster, "{\"mode\":\"random_walk\",\"seed\":" + SEED + ",\"trades_per_second\":2000}");
      new Reaper(cluster, SEED, MODE.equals("all")).reap(Duration.ofSeconds(SECONDS));
      run(cluster, "{\"mode\":\"paused\"}");
      final Duration took = Duration.ofNanos(System.nanoTime() - startNs);

      awaitQuiet(cluster, users);
      judge(cluster, users, created, took);
    }
  }

  private static List<Api> users(MortalCluster cluster) {
    List<Api> users = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      users.add(cluster.gateway().as("user-" + i));
    }
    return users;
  }

  private static void run(MortalCluster cluster, String body) {
    Api.Answer answer = cluster.exchange().post("/sim/run", body);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
  }

  /** On two engines each, and every symbol subscribed. */
  private static void awaitLive(MortalCluster cluster, int created) {
    Deadline.await(
        "rules are live", LIVE, () -> live(cluster, "live") == 2 * created, () -> stats(cluster));
    Deadline.await(
        "trades are subscribed",
        LIVE,
        () -> subscribed(cluster).size() == 40,
        () -> stats(cluster));
  }

  private static int live(MortalCluster cluster, String number) {
    int sum = 0;
    for (String engine : cluster.members(MortalCluster.ENGINE)) {
      sum += cluster.admin(engine).tryGet("/stats").body().path("rules").path(number).asInt();
    }
    return sum;
  }

  private static String stats(MortalCluster cluster) {
    StringBuilder stats = new StringBuilder();
    for (String engine : cluster.members(MortalCluster.ENGINE)) {
      stats.append(cluster.admin(engine).tryGet("/stats").body().path("rules")).append('\n');
    }
    return stats.append(subscribed(cluster)).toString();
  }

  private static Set<String> subscribed(MortalCluster cluster) {
    Set<String> subscribed = new TreeSet<>();
    for (JsonNode row : cluster.exchange().tryGet("/sim/connections").body().path("connections")) {
      for (JsonNode topic : row.path("topics")) {
        String text = topic.asText();
        if (text.startsWith("/market/match:") || text.startsWith("/contractMarket/execution:")) {
          subscribed.add(text.substring(text.indexOf(':') + 1));
        }
      }
    }
    return subscribed;
  }

  /** All are back, nothing waits for Redis, nothing is being closed, no more executions come. */
  private static void awaitQuiet(MortalCluster cluster, List<Api> users) {
    Deadline.await("all are back", QUIET_WITHIN, cluster::isReady, cluster::unready);
    Deadline.await(
        "nothing waits",
        QUIET_WITHIN,
        () -> live(cluster, "commits_waiting") == 0,
        () -> stats(cluster));
    long[] newest = {-1, System.nanoTime()};
    Deadline.await(
        "no more executions",
        QUIET_WITHIN,
        () -> {
          long count = 0;
          for (List<JsonNode> some : ShownRecords.executions(users).values()) {
            count += some.size();
          }
          if (count != newest[0]) {
            newest[0] = count;
            newest[1] = System.nanoTime();
          }
          LockSupport.parkNanos(QUIET.toNanos() / 10);
          return System.nanoTime() - newest[1] > QUIET.toNanos();
        });
  }

  private void judge(MortalCluster cluster, List<Api> users, int created, Duration took)
      throws IOException {
    JsonNode written = cluster.exchange().get("/sim/tape").body();
    assertThat(written.path("full").asBoolean()).as("a tape that is full proves nothing").isFalse();
    MarketTape tape = MarketTape.read(cluster.tapeFile());
    FiringVerdict verdict = verdict(cluster, users, tape);
    long startNs = System.nanoTime();
    while (!verdict.isMissingNone() && System.nanoTime() - startNs < NOTHING_MORE.toNanos()) {
      LockSupport.parkNanos(QUIET.toNanos());
      verdict = verdict(cluster, users, tape);
    }
    List<String> findings = new ArrayList<>(verdict.findings());
    findings.addAll(unsettled(cluster, users, created));
    String audit = Audit.run(cluster.redisUri(), folder);
    String summary =
        "mode="
            + MODE
            + " seed="
            + SEED
            + " feed_replicas="
            + FEED_REPLICAS
            + " created="
            + created
            + " "
            + verdict
            + " trades="
            + tape.size()
            + " kills="
            + cluster.kills()
            + " seconds="
            + took.toSeconds()
            + " audit="
            + audit.lines().findFirst().orElse("");
    log.info("engine death {}", summary);
    Files.write(
        folder.resolve("findings.txt"),
        Stream.concat(Stream.of(summary), findings.stream()).toList());
    assertThat(findings).as(summary).isEmpty();
    assertThat(audit).as(summary).startsWith("exit=0");
  }

  private static FiringVerdict verdict(MortalCluster cluster, List<Api> users, MarketTape tape) {
    return FiringVerdict.of(
        ShownRecords.armed(cluster.redisUri()).values(),
        tape,
        ShownRecords.executions(users),
        ARMING_MS);
  }

  /** What users were told and shown beside the executions. */
  private static List<String> unsettled(MortalCluster cluster, List<Api> users, int created) {
    List<String> findings = new ArrayList<>();
    Map<String, ArmedRule> armed = ShownRecords.armed(cluster.redisUri());
    Map<String, List<JsonNode>> executions = ShownRecords.executions(users);
    Map<String, Integer> events = ShownRecords.events(cluster.redisUri());
    Set<String> shown = new TreeSet<>();
    int ordered = 0;
    for (Api user : users) {
      for (JsonNode position : ShownRecords.all(user, "/v1/positions")) {
        String id = position.path("id").asText();
        shown.add(id);
        boolean fired = executions.containsKey(id);
        if (!position.path("status").asText().equals(fired ? "closed" : "open")
            || events.getOrDefault("position_closed " + id, 0) != (fired ? 1 : 0)) {
          findings.add("position not settled " + position + " " + executions.get(id));
        }
        ordered += position.path("client_id").isTextual() ? 1 : 0;
      }
      for (JsonNode trigger : ShownRecords.all(user, "/v1/triggers")) {
        String id = trigger.path("id").asText();
        shown.add(id);
        boolean fired = executions.containsKey(id);
        if (!trigger.path("status").asText().equals(fired ? "executed" : "armed")
            || events.getOrDefault("trigger_executed " + id, 0) != (fired ? 1 : 0)) {
          findings.add("trigger not settled " + trigger + " " + executions.get(id));
        }
        if (fired
            && trigger.path("action").has("open")
            && !armed.containsKey(trigger.path("result").asText())) {
          findings.add("trigger without its position " + trigger);
        }
        ordered++;
      }
    }
    if (!shown.equals(new TreeSet<>(armed.keySet())) || ordered != created) {
      findings.add(
          "records differ: created="
              + created
              + " shown="
              + shown.size()
              + " of orders="
              + ordered
              + " armed="
              + armed.size());
    }
    return findings;
  }

  private void deleteFolder() throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
