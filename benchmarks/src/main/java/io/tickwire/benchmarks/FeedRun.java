package io.tickwire.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.ClusterConfig;
import io.tickwire.common.cluster.ClusterNode;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.Wire;
import io.tickwire.redis.embedded.EmbeddedRedis;
import io.tickwire.redis.embedded.EmbeddedRedisConfig;
import io.tickwire.testsupport.TickTally;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Does one feed carry the whole exchange? Starts simulator, Redis and one market-feed as processes,
 * watches every symbol from this process over the cluster, lets the simulator trade at a fixed rate
 * and counts: what came, what never came, how late, and what the feed took for it. Latencies are
 * taken from the simulator's time of the trade; all clocks are this machine's.
 *
 * <pre>
 * java -cp benchmarks/target/*-runnable.jar io.tickwire.benchmarks.FeedRun ROOT [seconds] [trades/s] [spot symbols] [futures symbols] [topics a socket]
 * </pre>
 */
@SuppressWarnings("SystemOut") // What a command prints is its result.
public final class FeedRun implements AutoCloseable {
  private static final long NS_PER_S = 1_000_000_000;
  private static final int WARM_UP_SECONDS = 20;
  private static final int SPOT_PORT = 18_090;
  private static final int ADMIN_PORT = 18_082;
  private static final int CLUSTER_PORT = 18_701;

  private final Path root;
  private final Path folder;
  private final EmbeddedRedis redis;
  private final TickTally tally = new TickTally();
  private final Histogram toConsumer = new Histogram(60_000_000L, 3);
  private final Histogram toFeed = new Histogram(60_000_000L, 3);
  private volatile boolean measuring;

  private FeedRun(Path root) throws Exception {
    this.root = root;
    this.folder = Files.createTempDirectory("tickwire-feed-run");
    this.redis = EmbeddedRedis.start(EmbeddedRedisConfig.in(folder.resolve("redis")));
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments.length > 0 ? arguments[0] : ".");
    int seconds = number(arguments, 1, 60);
    int rate = number(arguments, 2, 50_000);
    int spot = number(arguments, 3, 1_000);
    int futures = number(arguments, 4, 700);
    int topics = number(arguments, 5, 250);
    try (FeedRun run = new FeedRun(root)) {
      run.run(seconds, rate, spot, futures, topics);
    }
    // Vert.x and Hazelcast threads of the consumer would keep the process.
    Runtime.getRuntime().halt(0);
  }

  private static int number(String[] arguments, int at, int otherwise) {
    return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
  }

  private void run(int seconds, int rate, int spot, int futures, int topics) throws Exception {
    try (Child simulator = simulator(spot, futures)) {
      simulator.await("http://127.0.0.1:" + SPOT_PORT + "/sim/connections", 30);
      try (Child feed = feed(topics)) {
        ClusterNode consumer = join();
        feed.await("http://127.0.0.1:" + ADMIN_PORT + "/readyz", 60);
        Set<String> symbols = symbols();
        demand(consumer.vertx(), symbols);
        long startNs = System.nanoTime();
        awaitTopics(spot * 2 + futures * 3);
        System.out.printf(
            Locale.ROOT,
            "%d symbols live after %.1f s%n",
            symbols.size(),
            (System.nanoTime() - startNs) / 1e9);
        trade(rate);
        TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
        measure(feed, simulator, seconds);
        trade(0);
        TimeUnit.SECONDS.sleep(3);
        System.out.println("whole run: " + tally);
      }
    }
  }

  private void measure(Child feed, Child simulator, int seconds) throws Exception {
    double feedBefore = feed.cpuSeconds();
    double simulatorBefore = simulator.cpuSeconds();
    long tradesBefore = tally.trades();
    long startNs = System.nanoTime();
    measuring = true;
    TimeUnit.SECONDS.sleep(seconds);
    measuring = false;
    double elapsed = (System.nanoTime() - startNs) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%.0f trades/s for %.0f s, feed %.2f cores %d MiB, simulator %.2f cores%n",
        (tally.trades() - tradesBefore) / elapsed,
        elapsed,
        (feed.cpuSeconds() - feedBefore) / elapsed,
        feed.residentMiB(),
        (simulator.cpuSeconds() - simulatorBefore) / elapsed);
    print("trade to feed", toFeed);
    print("trade to consumer", toConsumer);
    JsonNode stats =
        Json.read(Child.get("http://127.0.0.1:" + ADMIN_PORT + "/stats").body(), JsonNode.class);
    System.out.println("sockets: " + stats.path("feed").path("sockets").size());
  }

  private static void print(String what, Histogram us) {
    System.out.printf(
        Locale.ROOT,
        "%s: n=%d p50=%.2f ms p90=%.2f ms p99=%.2f ms p99.9=%.2f ms max=%.2f ms%n",
        what,
        us.getTotalCount(),
        us.getValueAtPercentile(50) / 1e3,
        us.getValueAtPercentile(90) / 1e3,
        us.getValueAtPercentile(99) / 1e3,
        us.getValueAtPercentile(99.9) / 1e3,
        us.getMaxValue() / 1e3);
  }

  private Child simulator(int spot, int futures) throws Exception {
    return Child.start(
        jar("exchange-simulator"),
        folder,
        Map.of(
            "TICKWIRE_SIM_SPOT_PORT", Integer.toString(SPOT_PORT),
            "TICKWIRE_SIM_FUTURES_PORT", Integer.toString(SPOT_PORT + 1),
            "TICKWIRE_SIM_MODE", "paused",
            "TICKWIRE_SIM_SPOT_SYMBOLS", Integer.toString(spot),
            "TICKWIRE_SIM_FUTURES_SYMBOLS", Integer.toString(futures)),
        "-Xmx1g");
  }

  private Child feed(int topics) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("TICKWIRE_REDIS_URI", redis.uri());
    environment.put("TICKWIRE_ADMIN_PORT", Integer.toString(ADMIN_PORT));
    environment.put("TICKWIRE_CLUSTER_NAME", "feed-run");
    environment.put("TICKWIRE_CLUSTER_PORT", Integer.toString(CLUSTER_PORT));
    environment.put("TICKWIRE_CLUSTER_MEMBERS", "127.0.0.1:" + CLUSTER_PORT);
    environment.put("TICKWIRE_FEED_SPOT_URL", "http://127.0.0.1:" + SPOT_PORT);
    environment.put("TICKWIRE_FEED_FUTURES_URL", "http://127.0.0.1:" + (SPOT_PORT + 1));
    environment.put("TICKWIRE_FEED_SOCKET_CHUNK", Integer.toString(topics));
    return Child.start(jar("market-feed"), folder, environment, "-Xmx512m");
  }

  private Path jar(String module) throws Exception {
    try (var files = Files.list(root.resolve(module).resolve("target"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runnable.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("not built: " + module));
    }
  }

  private ClusterNode join() throws Exception {
    ClusterConfig config =
        new ClusterConfig(
            "feed-run",
            "consumer",
            "127.0.0.1",
            CLUSTER_PORT,
            0,
            List.of("127.0.0.1:" + CLUSTER_PORT, "127.0.0.1:" + (CLUSTER_PORT + 1)),
            null,
            true);
    ClusterNode node =
        ClusterNode.join(config, Set.of())
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    Wire.register(node.vertx().eventBus());
    node.vertx().runOnContext(ignored -> listen(node.vertx()));
    return node;
  }

  private void listen(Vertx vertx) {
    for (int partition = 0; partition < Partitions.DEFAULT_COUNT; partition++) {
      vertx
          .eventBus()
          .<TickFrame>consumer(
              Addresses.ticks(partition), message -> tally.take(message.body(), this::onTrade));
    }
  }

  private void onTrade(long exchangeTimeNs, long receivedNs) {
    if (measuring) {
      toFeed.recordValue(Math.max(0, (receivedNs - exchangeTimeNs) / 1_000));
      toConsumer.recordValue(Math.max(0, (epochNs() - exchangeTimeNs) / 1_000));
    }
  }

  private static long epochNs() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NS_PER_S + now.getNano();
  }

  private static void demand(Vertx vertx, Set<String> symbols) {
    Demand demand = new Demand("feed-run", symbols, 60_000);
    vertx.eventBus().publish(Addresses.DEMAND, demand, Wire.DEMAND);
    vertx.setPeriodic(
        10_000, ignored -> vertx.eventBus().publish(Addresses.DEMAND, demand, Wire.DEMAND));
  }

  private static Set<String> symbols() throws Exception {
    Set<String> symbols = new HashSet<>();
    read(SPOT_PORT, "/api/v2/symbols").forEach(row -> symbols.add(row.path("symbol").asText()));
    read(SPOT_PORT + 1, "/api/v1/contracts/active")
        .forEach(row -> symbols.add(row.path("symbol").asText()));
    return symbols;
  }

  private static JsonNode read(int port, String path) throws Exception {
    return Json.read(Child.get("http://127.0.0.1:" + port + path).body(), JsonNode.class)
        .path("data");
  }

  private static void awaitTopics(int count) throws Exception {
    long deadlineNs = System.nanoTime() + 120 * NS_PER_S;
    int held = 0;
    while (held < count) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new IllegalStateException("topics held: " + held + " of " + count);
      }
      TimeUnit.MILLISECONDS.sleep(50);
      JsonNode connections =
          Json.read(
                  Child.get("http://127.0.0.1:" + SPOT_PORT + "/sim/connections").body(),
                  JsonNode.class)
              .path("connections");
      held = 0;
      for (JsonNode connection : connections) {
        held += connection.path("topics").size();
      }
    }
  }

  private static void trade(int rate) throws Exception {
    String body =
        rate == 0
            ? "{\"mode\":\"paused\"}"
            : "{\"mode\":\"random_walk\",\"seed\":1,\"trades_per_second\":" + rate + "}";
    var answer = Child.post("http://127.0.0.1:" + SPOT_PORT + "/sim/run", body);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("the simulator refused: " + answer.body());
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
