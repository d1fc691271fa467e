package io.tickwire.system;

import io.tickwire.common.cluster.ClusterConfig;
import io.tickwire.redis.embedded.EmbeddedRedis;
import io.tickwire.redis.embedded.EmbeddedRedisConfig;
import io.tickwire.simulator.ExchangeSimulator;
import io.tickwire.simulator.SimulatorConfig;
import io.tickwire.testsupport.FreePort;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two feeds, two rule engines and two gateways as separate processes, one Redis, a quiet simulator.
 */
final class SmallCluster implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private static final int MEMBERS = 8;
  private static final String[] ROLES = {"market-feed", "rule-engine", "push-gateway"};

  private final Path folder;
  private final int basePort = FreePort.findRow(MEMBERS);
  private final Vertx vertx = Vertx.vertx();
  private final EmbeddedRedis redis;
  private final ExchangeSimulator simulator;
  private final Map<String, ServiceJar> processes = new LinkedHashMap<>();
  private final Map<String, Integer> adminPorts = new HashMap<>();
  private final Map<String, Integer> ports = new HashMap<>();

  private SmallCluster(Path folder, SimulatorConfig exchange) {
    this.folder = folder;
    this.redis = EmbeddedRedis.start(EmbeddedRedisConfig.in(folder.resolve("redis")));
    this.simulator = TestContext.await(ExchangeSimulator.start(vertx, exchange));
  }

  /** Redis and simulator only; start what is wanted. */
  static SmallCluster empty(Path folder) {
    return empty(folder, SimulatorConfig.quiet());
  }

  static SmallCluster empty(Path folder, SimulatorConfig exchange) {
    return new SmallCluster(folder, exchange);
  }

  /** Starts all six and waits until each says that it is ready. */
  static SmallCluster start(Path folder) {
    SmallCluster cluster = empty(folder);
    try {
      for (String role : ROLES) {
        cluster.start(role, role + "-0");
        cluster.start(role, role + "-1");
      }
      cluster.awaitReady();
      return cluster;
    } catch (IOException | AssertionError e) {
      String logs = cluster.logs();
      cluster.close();
      throw new AssertionError("the cluster did not start: " + e.getMessage() + "\n" + logs, e);
    }
  }

  /** Starts one more process, or one again under its name. */
  void start(String role, String name) throws IOException {
    start(role, name, Map.of());
  }

  /**
   * @param settings environment variables of this process alone
   */
  void start(String role, String name, Map<String, String> settings) throws IOException {
    int adminPort = FreePort.find();
    int port = FreePort.find();
    Map<String, String> environment = new HashMap<>();
    environment.put("TICKWIRE_REDIS_URI", redis.uri());
    environment.put("TICKWIRE_CLUSTER_NAME", clusterName());
    environment.put("TICKWIRE_CLUSTER_NODE_NAME", name);
    environment.put("TICKWIRE_CLUSTER_PORT", Integer.toString(basePort));
    environment.put("TICKWIRE_CLUSTER_EXPECT_OTHERS", "true");
    environment.put("TICKWIRE_CLUSTER_MEMBERS", members());
    environment.put("TICKWIRE_ADMIN_PORT", Integer.toString(adminPort));
    environment.put("TICKWIRE_FEED_SPOT_URL", "http://127.0.0.1:" + simulator.spotPort());
    environment.put("TICKWIRE_FEED_FUTURES_URL", "http://127.0.0.1:" + simulator.futuresPort());
    environment.put("TICKWIRE_PUSH_PORT", Integer.toString(port));
    environment.put("TICKWIRE_DEV_TOKENS", "true");
    environment.put("TICKWIRE_AUTH_JWT_SECRET", "a-secret-of-the-system-test-only-0123456789");
    environment.putAll(ServiceJar.WITHOUT_SHARED_LIMITS);
    environment.putAll(settings);
    processes.put(name, ServiceJar.start(role, name, folder, environment));
    adminPorts.put(name, adminPort);
    ports.put(name, port);
  }

  /** Six processes and two to come back take the first free ports from the base on. */
  private String members() {
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < MEMBERS; i++) {
      members.append(i == 0 ? "" : ",").append("127.0.0.1:").append(basePort + i);
    }
    return members.toString();
  }

  void awaitReady() {
    for (String name : processes.keySet()) {
      Deadline.await(
          name + " ready",
          START,
          () -> {
            if (!process(name).isAlive()) {
              throw new AssertionError(name + " ended:\n" + process(name).output());
            }
            return admin(name).isOk("/readyz");
          });
    }
  }

  ServiceJar process(String name) {
    ServiceJar process = processes.get(name);
    if (process == null) {
      throw new IllegalArgumentException("no such process: " + name);
    }
    return process;
  }

  Api admin(String name) {
    return new Api(adminPorts.getOrDefault(name, 0));
  }

  /** Where clients of this gateway connect. */
  int portOf(String gateway) {
    return ports.getOrDefault(gateway, 0);
  }

  Api gateway(int number) {
    return new Api(ports.getOrDefault("push-gateway-" + number, 0));
  }

  /** How a member of our own would join. */
  ClusterConfig joining(String name) {
    return new ClusterConfig(
        clusterName(),
        name,
        "127.0.0.1",
        basePort,
        0,
        List.of(members().split(",", -1)),
        null,
        true);
  }

  private String clusterName() {
    return "system-test-" + basePort;
  }

  /** The simulator's control. */
  Api exchange() {
    return new Api(simulator.spotPort());
  }

  Api futuresExchange() {
    return new Api(simulator.futuresPort());
  }

  /** Prints one trade. */
  void trade(String symbol, String price) {
    Api.Answer answer =
        exchange()
            .post(
                "/sim/trades",
                "[{\"symbol\":\"" + symbol + "\",\"price\":\"" + price + "\",\"size\":\"1\"}]");
    if (answer.status() != 200) {
      throw new AssertionError("the simulator refused: " + answer);
    }
  }

  void kill(String name) {
    process(name).kill();
    processes.remove(name);
  }

  private String logs() {
    StringBuilder all = new StringBuilder();
    processes.forEach((name, process) -> all.append(name).append(":\n").append(process.output()));
    return all.toString();
  }

  @Override
  public void close() {
    processes.values().forEach(ServiceJar::signal);
    processes.values().forEach(ServiceJar::close);
    TestContext.await(vertx.close());
    redis.close();
  }
}
