package io.tickwire.benchmarks.push;

import io.tickwire.benchmarks.Child;
import io.tickwire.benchmarks.Options;
import io.tickwire.push.auth.HmacTokens;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.auth.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A gateway in a process of its own, on processors of its own. */
final class GatewayProcess implements AutoCloseable {
  static final int PORT = 18_180;
  private static final int ADMIN_PORT = 18_181;
  private static final int CLUSTER_PORT = 18_711;
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final long START_SECONDS = 90;

  private final Child process;

  private GatewayProcess(Child process) {
    this.process = process;
  }

  /** Starts one; settings of the gateway may follow as {@code TICKWIRE_PUSH_…=value}. */
  static GatewayProcess start(Options options, Path folder, String redisUri)
      throws IOException, InterruptedException {
    String cpus = options.text("server-cpus", "0");
    Map<String, String> environment = new HashMap<>();
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
    Child child =
        Child.start(
            cpus.equals("any") ? List.of() : List.of("taskset", "-c", cpus),
            options.jar("push-gateway"),
            folder,
            environment,
            options.text("jvm", "-Xmx512m -XX:+UseSerialGC").split(" ", -1));
    child.await("http://127.0.0.1:" + PORT + "/", START_SECONDS);
    return new GatewayProcess(child);
  }

  static String token() {
    long nowMs = System.currentTimeMillis();
    return new HmacTokens(SECRET.getBytes(StandardCharsets.UTF_8))
        .issue(
            new Principal(
                "load", EnumSet.of(Scope.PUSH, Scope.PUBLISH), List.of(), nowMs + 86_400_000),
            nowMs);
  }

  double cpuSeconds() {
    return process.cpuSeconds();
  }

  long residentMiB() throws IOException {
    return process.residentMiB();
  }

  void collect() throws IOException, InterruptedException {
    process.collect();
  }

  @Override
  public void close() {
    process.close();
  }
}
