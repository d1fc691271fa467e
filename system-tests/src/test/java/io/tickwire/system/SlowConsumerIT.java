package io.tickwire.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.simulator.SimulatorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer that is frozen, for less long than the cluster takes to give a member up, costs the
 * feed and the others nothing. It learns what it missed: the frames themselves while the feed still
 * has them, else that they are lost.
 */
@Timeout(120)
class SlowConsumerIT {
  private static final Logger log = LoggerFactory.getLogger(SlowConsumerIT.class);
  private static final Duration START = Duration.ofSeconds(40);
  private static final Duration SOON = Duration.ofSeconds(60);

  /** A member is given up after 8 s. */
  private static final Duration FROZEN_AT_MOST = Duration.ofSeconds(7);

  private static final int TRADES_PER_SECOND = 3_000;
  private static final long MIB = 1L << 20;

  /** Reached within a second or two of that market. */
  private static final String WINDOW = Integer.toString(512 << 10);

  private static final String FEED = "market-feed-0";

  @TempDir Path folder;

  @Test
  void everyFrameComesInTheEnd_whenTheHoleIsStillInTheRing() throws Exception {
    try (World world = new World("60s")) {
      world.freezeFor(3L * TRADES_PER_SECOND);

      world.settle();
      StreamReport slow = world.slowAfter;
      StreamReport healthy = world.healthyAfter;
      assertUntouched(world.healthyBefore, healthy);
      assertThat(slow.replayed()).as(slow.toString()).isPositive();
      assertThat(slow.lostFrames()).as(slow.toString()).isZero();
      assertThat(slow.silentFrames()).as(slow.toString()).isZero();
      assertThat(slow.missingTrades()).as(slow.toString()).isZero();
    }
  }

  @Test
  void theLossIsTold_whenTheHoleIsLongerThanTheRing() throws Exception {
    try (World world = new World("1500ms")) {
      world.freezeFor(3L * TRADES_PER_SECOND);

      world.settle();
      StreamReport slow = world.slowAfter;
      StreamReport healthy = world.healthyAfter;
      assertUntouched(world.healthyBefore, healthy);
      assertThat(slow.lostFrames())
          .as(slow.toString())
          .isGreaterThan(world.slowBefore.lostFrames());
      assertThat(slow.missingTrades())
          .as(slow.toString())
          .isGreaterThan(world.slowBefore.missingTrades());
      assertThat(slow.silentFrames()).as(slow.toString()).isZero();
    }
  }

  /**
   * While the market already trades and members still join, frames may be lost: not from then on.
   */
  private static void assertUntouched(StreamReport before, StreamReport after) {
    assertThat(after.lostFrames()).as(after.toString()).isEqualTo(before.lostFrames());
    assertThat(after.silentFrames()).as(after.toString()).isZero();
    assertThat(after.missingTrades()).as(after.toString()).isEqualTo(before.missingTrades());
  }

  /** One feed, a market that trades, one consumer that is well and one that can be frozen. */
  private final class World implements AutoCloseable {
    private final Deque<Runnable> opened = new ArrayDeque<>();
    private final SmallCluster cluster;
    private final StreamConsumer healthy;
    private final StreamProcess slow;
    private StreamReport healthyBefore;
    private StreamReport slowBefore;
    private StreamReport healthyAfter;
    private StreamReport slowAfter;

    World(String ringKeep) throws IOException {
      cluster = SmallCluster.empty(folder, SimulatorConfig.quiet().withSymbols(40, 20));
      opened.push(cluster::close);
      try {
        Set<String> symbols = symbols();
        cluster.start(
            "market-feed",
            FEED,
            Map.of("TICKWIRE_FEED_CREDITS_WINDOW", WINDOW, "TICKWIRE_FEED_RING_KEEP", ringKeep));
        slow = StreamProcess.start(cluster.joining("slow"), symbols);
        opened.push(slow::close);
        healthy = StreamConsumer.join(cluster.joining("healthy"), symbols);
        opened.push(healthy::close);
        cluster.awaitReady();
        run(TRADES_PER_SECOND);
        awaitTrades("trades reach both", START, TRADES_PER_SECOND);
        Deadline.await(
            "both are known and well",
            START,
            () -> metric("feed_consumers") == 2 && metric("feed_consumers_cut") == 0);
        awaitNoHole();
        healthyBefore = healthy.report();
        slowBefore = slow.report();
        healthyAfter = healthyBefore;
        slowAfter = slowBefore;
      } catch (IOException | RuntimeException | AssertionError e) {
        close();
        throw e;
      }
    }

    private Set<String> symbols() {
      Set<String> symbols = new TreeSet<>();
      cluster
          .exchange()
          .get("/api/v2/symbols")
          .body()
          .path("data")
          .forEach(row -> symbols.add(row.path("symbol").asText()));
      cluster
          .futuresExchange()
          .get("/api/v1/contracts/active")
          .body()
          .path("data")
          .forEach(row -> symbols.add(row.path("symbol").asText()));
      return symbols;
    }

    /** What was missed while members joined may be found and told of late: until all go on. */
    private void awaitNoHole() {
      Map<String, Long> then = healthy.report().positions();
      Deadline.await(
          "every partition goes on",
          START,
          () -> {
            Map<String, Long> now = healthy.report().positions();
            return then.entrySet().stream()
                .allMatch(row -> now.getOrDefault(row.getKey(), 0L) > row.getValue());
          });
    }

    private void awaitTrades(String what, Duration within, long more) {
      long healthyBefore = healthy.report().trades();
      long slowBefore = slow.report().trades();
      Deadline.await(
          what,
          within,
          () ->
              healthy.report().trades() >= healthyBefore + more
                  && slow.report().trades() >= slowBefore + more,
          () -> healthy.report() + " " + slow.report());
    }

    /**
     * Until the other one has had so many trades more after the feed has cut the frozen one, or
     * some of them and the time is nearly over that a member may be silent.
     */
    void freezeFor(long trades) throws IOException {
      long rssBefore = residentBytes();
      long frozenNs = System.nanoTime();
      slow.freeze();
      Deadline.await(
          "the frozen one is cut", FROZEN_AT_MOST, () -> metric("feed_consumers_cut") == 1);
      double withheldBefore = metric("feed_frames_withheld_total");
      StreamReport before = healthy.report();
      long longEnoughNs = frozenNs + FROZEN_AT_MOST.minusSeconds(1).toNanos();
      Deadline.await(
          "trades go on",
          FROZEN_AT_MOST.minusNanos(System.nanoTime() - frozenNs),
          () -> {
            // On a slow machine time makes the hole as long as trades would.
            long told = healthy.report().trades() - before.trades();
            boolean isLong = System.nanoTime() - longEnoughNs > 0;
            return told >= trades || (isLong && told >= trades / 4);
          },
          () -> before + " " + healthy.report());
      long given = healthy.report().frames() - before.frames();
      double withheld = metric("feed_frames_withheld_total") - withheldBefore;
      long grown = residentBytes() - rssBefore;
      slow.thaw();
      log.info(
          "consumer was frozen ms={} frames_to_the_other={} withheld={} feed_grew_kib={}",
          (System.nanoTime() - frozenNs) / 1_000_000,
          given,
          withheld,
          grown >> 10);

      // A few left before the first look and came after it.
      assertThat(withheld).as("nothing was queued for it").isGreaterThan(given * 0.9);
      assertThat(grown).as("what the feed grew by").isLessThan(64 * MIB);
    }

    /** The frozen one is well again, the market stands still, and both have had the last frame. */
    void settle() {
      Deadline.await("it is no longer cut", SOON, () -> metric("feed_consumers_cut") == 0);
      awaitTrades("both get live trades again", SOON, TRADES_PER_SECOND);
      run(0);
      Deadline.await(
          "both are at the same frame",
          SOON,
          () -> {
            // Of the same moment: a late frame may still come to both.
            healthyAfter = healthy.report();
            slowAfter = slow.report();
            return slowAfter.positions().equals(healthyAfter.positions());
          },
          () -> "healthy=" + behind(healthyAfter) + " slow=" + behind(slowAfter));
      log.info("settled healthy=[{}] slow=[{}]", healthyAfter, slowAfter);
    }

    /** Where it is in the partitions in which the two are not at the same frame. */
    private Map<String, Long> behind(StreamReport report) {
      Map<String, Long> positions = new TreeMap<>(report.positions());
      positions
          .entrySet()
          .removeIf(
              at ->
                  at.getValue().equals(healthyAfter.positions().get(at.getKey()))
                      && at.getValue().equals(slowAfter.positions().get(at.getKey())));
      return positions;
    }

    private void run(int tradesPerSecond) {
      String order =
          tradesPerSecond == 0
              ? "{\"mode\":\"paused\"}"
              : "{\"mode\":\"random_walk\",\"seed\":1,\"trades_per_second\":"
                  + tradesPerSecond
                  + "}";
      assertThat(cluster.exchange().post("/sim/run", order).status()).isEqualTo(200);
    }

    private double metric(String name) {
      return cluster
          .admin(FEED)
          .text("/metrics")
          .lines()
          .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }

    private long residentBytes() throws IOException {
      String line =
          Files.readAllLines(Path.of("/proc/" + cluster.process(FEED).pid() + "/status")).stream()
              .filter(row -> row.startsWith("VmRSS:"))
              .findFirst()
              .orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    }

    /** The last first, and all of them whatever happens. */
    @Override
    public void close() {
      Runnable last = opened.poll();
      if (last != null) {
        try {
          last.run();
        } finally {
          close();
        }
      }
    }
  }
}
