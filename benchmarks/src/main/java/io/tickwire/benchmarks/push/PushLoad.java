package io.tickwire.benchmarks.push;

import io.tickwire.benchmarks.Child;
import io.tickwire.benchmarks.Options;
import io.tickwire.redis.embedded.EmbeddedRedis;
import io.tickwire.redis.embedded.EmbeddedRedisConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * What does it cost a gateway to push, and how late is what it pushes? The gateway is a process of
 * its own; here are Redis, a publisher at a fixed rate over HTTP and all clients, of which each
 * checks for gaps and repeats. Latency runs from when an event was to be published, over Redis and
 * its fsync, to the client. Every client has a filter of its own over two attributes.
 *
 * <pre>
 * taskset -c 1 java -cp benchmarks/target/*-runnable.jar io.tickwire.benchmarks.push.PushLoad ROOT [name=value ...]
 *   mode=windowed    events of 100 ms leave together          conns=1000 rate=200
 *   mode=immediate   each event leaves by itself              conns=1000 rate=50
 *   mode=fanout      one event a second to all                conns=10000
 *   mode=slow        windowed, but one in a hundred reads nothing
 *   mode=idle        connect with five subscriptions and wait                      conns=10000
 *   mode=storm       all are cut at once and come back        conns=5000
 *   pause=0          ms between two requests of the publisher, of which each costs the gateway too
 *   warmup=30 seconds=30 bytes=100 server-cpus=0 loops=1 shared-frames=true jvm="-Xmx512m -XX:+UseSerialGC"
 * </pre>
 */
@SuppressWarnings("SystemOut") // What a command prints is its result.
public final class PushLoad {
  private static final String CHANNEL = "alerts";
  private static final long CONNECT_SECONDS = 120;

  private final Options options;
  private final String mode;
  private final int connections;
  private final GatewayProcess gateway;
  private final LoadClients clients;

  private PushLoad(Options options, GatewayProcess gateway) throws Exception {
    this.options = options;
    this.mode = options.text("mode", "windowed");
    this.gateway = gateway;
    this.connections = options.number("conns", byMode(1_000, 1_000, 10_000, 10_000, 5_000));
    this.clients =
        new LoadClients(GatewayProcess.PORT, GatewayProcess.token(), this::subscriptions);
  }

  /** Each client has a filter of its own, which every event passes. */
  private String subscriptions(int client) {
    int intervalMs = mode.equals("windowed") || mode.equals("slow") ? 100 : 0;
    String channels =
        mode.equals("idle")
            ? String.format(
                Locale.ROOT,
                "'token.%d.update','global.trending','signals:%d','tier_patterns','alerts'",
                client,
                client % 100)
            : "'alerts'";
    return String.format(
            Locale.ROOT,
            "{'type':'subscribe','id':'^','channels':[%s],'filters':%s,'interval_ms':%d}",
            channels,
            filter(client),
            intervalMs)
        .replace('\'', '"');
  }

  private static String filter(int client) {
    return String.format(
        Locale.ROOT,
        "{'symbols':['%s','OWN-%d'],'confidence_min':0.%02d}",
        EventPublisher.SYMBOL,
        client,
        client % 90);
  }

  private int byMode(int windowed, int immediate, int fanout, int idle, int storm) {
    return switch (mode) {
      case "windowed", "slow" -> windowed;
      case "immediate" -> immediate;
      case "fanout" -> fanout;
      case "idle" -> idle;
      case "storm" -> storm;
      default -> throw new IllegalArgumentException("no such mode: " + mode);
    };
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    Path folder = Files.createTempDirectory("tickwire-push-load");
    int code = 1;
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(EmbeddedRedisConfig.in(folder.resolve("redis")));
        GatewayProcess gateway = GatewayProcess.start(options, folder, redis.uri())) {
      code = new PushLoad(options, gateway).run();
    } catch (Exception e) {
      System.err.println("the run failed: " + e);
    }
    System.exit(code);
  }

  private int run() throws Exception {
    TimeUnit.SECONDS.sleep(3);
    long emptyMiB = gateway.residentMiB();
    connect(emptyMiB);
    switch (mode) {
      case "idle" -> idle(emptyMiB);
      case "storm" -> storm();
      default -> push();
    }
    clients.close();
    return clients.gaps.get() + clients.repeats.get() == 0 ? 0 : 1;
  }

  private void connect(long emptyMiB) throws Exception {
    double cpuSeconds = gateway.cpuSeconds();
    long startNs = System.nanoTime();
    clients.open(connections);
    await(() -> clients.ready.get() == connections);
    double seconds = (System.nanoTime() - startNs) / 1e9;
    print(
        "mode=%s connections=%d in %.2f s: %.0f connects/s, server %.2f CPU-s, RSS %d -> %d MiB%n",
        mode,
        connections,
        seconds,
        connections / seconds,
        gateway.cpuSeconds() - cpuSeconds,
        emptyMiB,
        gateway.residentMiB());
  }

  private void await(BooleanSupplier condition) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECT_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new IllegalStateException("not in time: ready=" + clients.ready);
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private void idle(long emptyMiB) throws Exception {
    TimeUnit.SECONDS.sleep(options.number("seconds", 30));
    tellGrown("idle", emptyMiB);
    gateway.collect();
    tellGrown("collected", emptyMiB);
  }

  private void tellGrown(String state, long emptyMiB) throws IOException {
    long nowMiB = gateway.residentMiB();
    print(
        "%s: RSS %d MiB, grown by %d MiB: %.1f KiB a connection%n",
        state, nowMiB, nowMiB - emptyMiB, (nowMiB - emptyMiB) * 1024.0 / connections);
  }

  private void storm() throws Exception {
    double cpuSeconds = gateway.cpuSeconds();
    long startNs = System.nanoTime();
    clients.cutAll();
    clients.open(connections);
    await(() -> clients.ready.get() >= connections * 99 / 100);
    double most = (System.nanoTime() - startNs) / 1e9;
    await(() -> clients.ready.get() == connections);
    double all = (System.nanoTime() - startNs) / 1e9;
    print(
        "storm: 99 %% back after %.2f s, all after %.2f s, server %.2f CPU-s, RSS %d MiB%n",
        most, all, gateway.cpuSeconds() - cpuSeconds, gateway.residentMiB());
  }

  private void push() throws Exception {
    double rate = options.number("rate", byMode(200, 50, 1, 0, 0));
    if (mode.equals("slow")) {
      clients.stopReading(connections / 100);
    }
    try (EventPublisher publisher =
        new EventPublisher(
            GatewayProcess.PORT,
            GatewayProcess.token(),
            CHANNEL,
            rate,
            options.number("bytes", 100),
            options.number("pause", 0))) {
      TimeUnit.SECONDS.sleep(options.number("warmup", 30));
      measure(publisher);
    }
  }

  private void measure(EventPublisher publisher) throws Exception {
    clients.latencyUs.reset();
    double server = gateway.cpuSeconds();
    double own = Child.cpuSeconds(ProcessHandle.current());
    long events = clients.events.get();
    long bytes = clients.bytes.get();
    long published = publisher.published();
    long startNs = System.nanoTime();
    TimeUnit.SECONDS.sleep(options.number("seconds", 30));
    double seconds = (System.nanoTime() - startNs) / 1e9;
    double serverSeconds = gateway.cpuSeconds() - server;
    double ownSeconds = Child.cpuSeconds(ProcessHandle.current()) - own;
    Histogram us = clients.latencyUs.getIntervalHistogram();
    double delivered = clients.events.get() - events;
    print(
        "%.0f deliveries/s (%.0f published/s, %.0f B each), server %.2f cores = %.2f CPU-s per"
            + " million, RSS %d MiB, client %.2f cores%n",
        delivered / seconds,
        (publisher.published() - published) / seconds,
        (clients.bytes.get() - bytes) / Math.max(1, delivered),
        serverSeconds / seconds,
        serverSeconds / delivered * 1e6,
        gateway.residentMiB(),
        ownSeconds / seconds);
    print(
        "published to client: n=%d p50=%.1f ms p90=%.1f ms p99=%.1f ms p99.9=%.1f ms max=%.1f ms;"
            + " gaps=%d repeats=%d closed=%d%n",
        us.getTotalCount(),
        us.getValueAtPercentile(50) / 1e3,
        us.getValueAtPercentile(90) / 1e3,
        us.getValueAtPercentile(99) / 1e3,
        us.getValueAtPercentile(99.9) / 1e3,
        us.getMaxValue() / 1e3,
        clients.gaps.get(),
        clients.repeats.get(),
        clients.lost.get());
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
