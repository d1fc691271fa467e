package io.tickwire.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import io.tickwire.redis.embedded.EmbeddedRedis;
import io.tickwire.redis.embedded.EmbeddedRedisConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Does one feed carry the whole exchange? Starts the simulator and Redis as processes and a feed,
 * watches every symbol as a consumer on the bus, lets the simulator trade at a fixed rate and
 * counts: what came, what never came, how late, and what the feed took for it. Latencies are taken
 * from the simulator's time of the trade; all clocks are this machine's.
 *
 * <pre>
 * java -cp benchmarks/target/*-runnable.jar io.tickwire.benchmarks.FeedRun ROOT [name=value ...]
 *   seconds=60 rate=50000 spot=1000 futures=700 chunk=250
 *   feed=apart     a process of its own, reached over the cluster; here: in this process
 *   jvm="..."      options of that process; what the image gives it in 768 MiB unless said
 * </pre>
 */
@SuppressWarnings("SystemOut") // What a command prints is its result.
public final class FeedRun {
  private static final long NS_PER_S = 1_000_000_000;
  private static final int WARM_UP_SECONDS = 20;
  private static final String IMAGE_JVM = "-Xms460m -Xmx460m -XX:+UseParallelGC -XX:NewRatio=1";
  static final int SPOT_PORT = 18_090;

  private final Options options;
  private final Path folder;

  private FeedRun(Options options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    Path folder = Files.createTempDirectory("tickwire-feed-run");
    int code = 1;
    try (EmbeddedRedis redis =
        EmbeddedRedis.start(EmbeddedRedisConfig.in(folder.resolve("redis")))) {
      code = new FeedRun(options, folder).run(redis.uri());
    } catch (Exception e) {
      System.err.println("the run failed: " + e);
    } finally {
      // Vert.x and Hazelcast threads of the consumer would keep the process.
      Runtime.getRuntime().halt(code);
    }
  }

  private int run(String redisUri) throws Exception {
    try (Child simulator = simulator()) {
      simulator.await(sim("connections"), 30);
      try (FeedUnderTest feed = feed(redisUri)) {
        Set<String> symbols = symbols();
        FeedConsumer consumer = feed.consumer();
        long startNs = System.nanoTime();
        consumer.demand(symbols);
        awaitTopics();
        System.out.printf(
            Locale.ROOT,
            "feed=%s symbols=%d live after %.1f s%n",
            options.text("feed", "apart"),
            symbols.size(),
            (System.nanoTime() - startNs) / 1e9);
        trade(options.number("rate", 50_000));
        TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
        measure(feed, consumer, simulator);
        trade(0);
        TimeUnit.SECONDS.sleep(3);
        System.out.println("whole run: " + consumer.tally());
        return consumer.lost() == 0 ? 0 : 1;
      }
    }
  }

  private FeedUnderTest feed(String redisUri) throws Exception {
    int chunk = options.number("chunk", 250);
    return options.text("feed", "apart").equals("here")
        ? new FeedHere(redisUri, chunk)
        : new FeedApart(
            options.jar("market-feed"), folder, redisUri, chunk, options.text("jvm", IMAGE_JVM));
  }

  private void measure(FeedUnderTest feed, FeedConsumer consumer, Child simulator)
      throws Exception {
    int seconds = options.number("seconds", 60);
    double feedBefore = feed.cpuSeconds();
    double simulatorBefore = simulator.cpuSeconds();
    long tradesBefore = consumer.trades();
    long startNs = System.nanoTime();
    consumer.measure(true);
    TimeUnit.SECONDS.sleep(seconds);
    consumer.measure(false);
    double elapsed = (System.nanoTime() - startNs) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%.0f trades/s for %.0f s, sockets=%d, feed %.2f cores %d MiB%s, simulator %.2f cores%n",
        (consumer.trades() - tradesBefore) / elapsed,
        elapsed,
        connections().size(),
        (feed.cpuSeconds() - feedBefore) / elapsed,
        feed.residentMiB(),
        feed.remark(),
        (simulator.cpuSeconds() - simulatorBefore) / elapsed);
    print("trade to feed", consumer.toFeed());
    print("trade to consumer", consumer.toConsumer());
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

  private Child simulator() throws Exception {
    return Child.start(
        options.jar("exchange-simulator"),
        folder,
        Map.of(
            "TICKWIRE_SIM_SPOT_PORT", Integer.toString(SPOT_PORT),
            "TICKWIRE_SIM_FUTURES_PORT", Integer.toString(SPOT_PORT + 1),
            "TICKWIRE_SIM_MODE", "paused",
            // The table of sockets needs more of them, and sooner, than an exchange allows.
            "TICKWIRE_SIM_MAX_CONNECTIONS", "0",
            "TICKWIRE_SIM_SPOT_SYMBOLS", Integer.toString(options.number("spot", 1_000)),
            "TICKWIRE_SIM_FUTURES_SYMBOLS", Integer.toString(options.number("futures", 700))),
        "-Xmx1g");
  }

  private static Set<String> symbols() throws Exception {
    Set<String> symbols = new HashSet<>();
    data(SPOT_PORT, "/api/v2/symbols").forEach(row -> symbols.add(row.path("symbol").asText()));
    data(SPOT_PORT + 1, "/api/v1/contracts/active")
        .forEach(row -> symbols.add(row.path("symbol").asText()));
    return symbols;
  }

  private static JsonNode data(int port, String path) throws Exception {
    return Json.read(Child.get("http://127.0.0.1:" + port + path).body(), JsonNode.class)
        .path("data");
  }

  private void awaitTopics() throws Exception {
    int count = options.number("spot", 1_000) * 2 + options.number("futures", 700) * 3;
    // A hundred sockets take minutes: the exchange allows 30 connects in one.
    long deadlineNs = System.nanoTime() + 600 * NS_PER_S;
    int held = 0;
    while (held < count) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new IllegalStateException("topics held: " + held + " of " + count);
      }
      TimeUnit.MILLISECONDS.sleep(50);
      held = 0;
      for (JsonNode connection : connections()) {
        held += connection.path("topics").size();
      }
    }
  }

  private static JsonNode connections() throws Exception {
    return Json.read(Child.get(sim("connections")).body(), JsonNode.class).path("connections");
  }

  private static void trade(int rate) throws Exception {
    String body =
        rate == 0
            ? "{\"mode\":\"paused\"}"
            : "{\"mode\":\"random_walk\",\"seed\":1,\"trades_per_second\":" + rate + "}";
    var answer = Child.post(sim("run"), body);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("the simulator refused: " + answer.body());
    }
  }

  private static String sim(String call) {
    return "http://127.0.0.1:" + SPOT_PORT + "/sim/" + call;
  }
}
