package io.tickwire.benchmarks.push;

import io.tickwire.benchmarks.Options;
import io.tickwire.push.auth.HmacTokens;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.auth.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gateway in a process of its own, on processors of its own. */
final class GatewayProcess implements AutoCloseable {
  static final int PORT = 18_180;
  private static final int ADMIN_PORT = 18_181;
  private static final int CLUSTER_PORT = 18_711;
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final long START_SECONDS = 90;

  private final Process process;
  private final Path log;

  private GatewayProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts one; settings of the gateway may follow as {@code TICKWIRE_PUSH_…=value}. */
  static GatewayProcess start(Options options, Path folder, String redisUri)
      throws IOException, InterruptedException {
    Path log = folder.resolve("gateway.log");
    List<String> command = new ArrayList<>();
    String cpus = options.text("server-cpus", "0");
    if (!cpus.equals("any")) {
      command.addAll(List.of("taskset", "-c", cpus));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options.text("jvm", "-Xmx512m -XX:+UseSerialGC").split(" ", -1)));
    command.addAll(List.of("-jar", options.jar("push-gateway").toAbsolutePath().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("TICKWIRE_REDIS_URI", redisUri);
    environment.put("TICKWIRE_ADMIN_PORT", Integer.toString(ADMIN_PORT));
    environment.put("TICKWIRE_CLUSTER_NAME", "push-load");
    environment.put("TICKWIRE_CLUSTER_PORT", Integer.toString(CLUSTER_PORT));
    environment.put("TICKWIRE_CLUSTER_MEMBERS", "127.0.0.1:" + CLUSTER_PORT);
    environment.put("TICKWIRE_AUTH_JWT_SECRET", SECRET);
    environment.put("TICKWIRE_PUSH_PORT", Integer.toString(PORT));
    environment.put("TICKWIRE_PUSH_EVENT_LOOPS", options.text("loops", "1"));
    environment.put("TICKWIRE_PUSH_MAX_CONNECTIONS", "19000");
    environment.put("TICKWIRE_PUSH_MAX_EVENTS_PER_SECOND", "0");
    environment.put("TICKWIRE_PUSH_HEARTBEAT", "10m");
    environment.put("TICKWIRE_PUSH_SHARED_FRAMES", options.text("shared-frames", "true"));
    GatewayProcess started = new GatewayProcess(builder.start(), log);
    started.awaitPort();
    return started;
  }

  private void awaitPort() throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() - deadlineNs > 0) {
        process.destroyForcibly();
        throw new IllegalStateException("the gateway is not up:\n" + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static boolean answers() {
    try (Socket probe = new Socket()) {
      probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static String token() {
    long nowMs = System.currentTimeMillis();
    return new HmacTokens(SECRET.getBytes(StandardCharsets.UTF_8))
        .issue(
            new Principal(
                "load", EnumSet.of(Scope.PUSH, Scope.PUBLISH), List.of(), nowMs + 86_400_000),
            nowMs);
  }

  ProcessStats stats() {
    try {
      return ProcessStats.of(process.pid());
    } catch (IOException e) {
      throw new UncheckedIOException("the gateway is gone", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
