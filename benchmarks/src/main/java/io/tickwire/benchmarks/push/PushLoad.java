package io.tickwire.benchmarks.push;

import io.tickwire.benchmarks.Child;
import io.tickwire.benchmarks.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What does it cost a server to push, and how late is what it pushes? The server is a process of
 * its own; here are a publisher at a fixed rate and all clients, of which each checks for gaps and
 * repeats. Latency runs from when an event was to be published to the client. The gateway is asked
 * for most: its events go over HTTP, Redis and its fsync, and every client has a token and a filter
 * of its own over two attributes. Others serve as a yardstick: same events, clients and processors.
 *
 * <pre>
 * taskset -c 1 java -cp benchmarks/target/*-runnable.jar io.tickwire.benchmarks.push.PushLoad ROOT [name=value ...]
 *   mode=windowed    events of 100 ms leave together          conns=1000 rate=200
 *   mode=immediate   each event leaves by itself              conns=1000 rate=50
 *   mode=fanout      one event a second to all                conns=10000
 *   mode=slow        windowed, but one in a hundred reads nothing
 *   mode=idle        connect with five subscriptions and wait                      conns=10000
 *   mode=storm       all are cut at once and come back        conns=5000
 *   pause=0          ms between two calls of the publisher, of which each costs the server too
 *   warmup=30 seconds=30 bytes=100 server-cpus=0 loops=1 shared-frames=true jvm="-Xmx512m -XX:+UseSerialGC"
 *   filters=all      every event passes each client's filter; half: each gets half, few the same (then rate=400)
 *   compress=false   true: permessage-deflate is offered as a browser does; deliveries are not counted then
 *   system=tickwire  or vertx, ws, socketio (npm ci in benchmarks/rivals), nats: windowed, immediate and idle
 *   batch=own        windows of vertx, ws and socketio: put together for each connection; batch=shared once for all
 *   nats=nats-server node=node                                their executables
 * </pre>
 */
@SuppressWarnings("SystemOut") // What a command prints is its result.
public final class PushLoad {
  private static final long CONNECT_SECONDS = 120;

  private final Options options;
  private final String mode;
  private final int connections;
  private final SystemUnderLoad system;
  private final Child server;
  private final LoadClients clients;
  private final boolean compressed;
  private final Deliveries deliveries;

  private PushLoad(Options options, String mode, SystemUnderLoad system) throws IOException {
    this.options = options;
    this.mode = mode;
    this.system = system;
    this.server = system.process();
    this.connections = options.number("conns", byMode(1_000, 1_000, 10_000, 10_000, 5_000));
    this.compressed = options.text("compress", "false").equals("true");
    this.clients = new LoadClients(system.clients(), compressed);
    this.deliveries = clients.deliveries;
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
    String mode = options.text("mode", "windowed");
    Path folder = Files.createTempDirectory("tickwire-push-load");
    int code = 1;
    try (SystemUnderLoad system = SystemUnderLoad.start(options, mode, folder)) {
      print("system=%s: %s%n", options.text("system", "tickwire"), system.describe());
      code = new PushLoad(options, mode, system).run();
    } catch (Exception e) {
      System.err.println("the run failed: " + e);
    }
    System.exit(code);
  }

  private int run() throws Exception {
    TimeUnit.SECONDS.sleep(3);
    long emptyMiB = server.residentMiB();
    connect(emptyMiB);
    switch (mode) {
      case "idle" -> idle(emptyMiB);
      case "storm" -> storm();
      default -> push();
    }
    clients.close();
    return deliveries.gaps.get() + deliveries.repeats.get() == 0 ? 0 : 1;
  }

  private void connect(long emptyMiB) throws Exception {
    double cpuSeconds = server.cpuSeconds();
    long startNs = System.nanoTime();
    clients.open(connections);
    await(() -> deliveries.ready.get() == connections);
    double seconds = (System.nanoTime() - startNs) / 1e9;
    print(
        "mode=%s connections=%d in %.2f s: %.0f connects/s, server %.2f CPU-s, RSS %d -> %d MiB%n",
        mode,
        connections,
        seconds,
        connections / seconds,
        server.cpuSeconds() - cpuSeconds,
        emptyMiB,
        server.residentMiB());
  }

  private void await(BooleanSupplier condition) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECT_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new IllegalStateException("not in time: ready=" + deliveries.ready);
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private void idle(long emptyMiB) throws Exception {
    TimeUnit.SECONDS.sleep(options.number("seconds", 30));
    tellGrown("idle", emptyMiB);
    if (system.collect()) {
      tellGrown("collected", emptyMiB);
    }
  }

  private void tellGrown(String state, long emptyMiB) throws IOException {
    long nowMiB = server.residentMiB();
    print(
        "%s: RSS %d MiB, grown by %d MiB: %.1f KiB a connection%n",
        state, nowMiB, nowMiB - emptyMiB, (nowMiB - emptyMiB) * 1024.0 / connections);
  }

  private void storm() throws Exception {
    double cpuSeconds = server.cpuSeconds();
    long startNs = System.nanoTime();
    clients.cutAll();
    clients.open(connections);
    await(() -> deliveries.ready.get() >= connections * 99 / 100);
    double most = (System.nanoTime() - startNs) / 1e9;
    await(() -> deliveries.ready.get() == connections);
    double all = (System.nanoTime() - startNs) / 1e9;
    print(
        "storm: 99 %% back after %.2f s, all after %.2f s, server %.2f CPU-s, RSS %d MiB%n",
        most, all, server.cpuSeconds() - cpuSeconds, server.residentMiB());
  }

  private void push() throws Exception {
    double rate = options.number("rate", byMode(200, 50, 1, 0, 0));
    if (mode.equals("slow")) {
      clients.stopReading(connections / 100);
    }
    try (EventPublisher publisher =
        new EventPublisher(
            system.openDoor(),
            rate,
            options.number("bytes", 100) + system.paddingBytes(),
            options.number("pause", 0))) {
      TimeUnit.SECONDS.sleep(options.number("warmup", 30));
      DeliveryMeasurement measurement =
          new DeliveryMeasurement(server, deliveries, publisher, compressed ? connections : 0);
      TimeUnit.SECONDS.sleep(options.number("seconds", 30));
      measurement.tell();
    }
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
