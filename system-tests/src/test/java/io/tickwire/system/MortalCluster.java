package io.tickwire.system;

import io.tickwire.redis.embedded.EmbeddedRedis;
import io.tickwire.redis.embedded.EmbeddedRedisConfig;
import io.tickwire.testsupport.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A simulator, a Redis that writes before it answers, two feeds, three engines and a gateway, each
 * a process of its own that can be killed and started again. Nothing of it outlives this JVM, but
 * for one that is itself killed.
 */
final class MortalCluster implements AutoCloseable {
  static final String REDIS = "redis";
  static final String FEED = "market-feed";
  static final String ENGINE = "rule-engine";
  private static final String GATEWAY = "push-gateway";
  private static final String SIMULATOR = "exchange-simulator";

  private static final Logger log = LoggerFactory.getLogger(MortalCluster.class);
  private static final Duration START = Duration.ofMinutes(5);
  private static final int MEMBERS = 8;
  private static final Map<String, List<String>> ROLES =
      Map.of(
          FEED, List.of("market-feed-0", "market-feed-1"),
          ENGINE, List.of("rule-engine-0", "rule-engine-1", "rule-engine-2"),
          REDIS, List.of(REDIS));

  private final Path folder;
  private final Map<String, String> settings;
  private final int basePort = FreePort.findRow(MEMBERS);
  private final int spotPort = FreePort.find();
  private final int futuresPort = FreePort.find();
  private final int gatewayPort = FreePort.find();
  private final EmbeddedRedisConfig redisConfig;
  private final Map<String, ServiceJar> processes = new LinkedHashMap<>();
  private final Map<String, Integer> adminPorts = new HashMap<>();
  private final Map<String, Integer> kills = new TreeMap<>();
  private final Thread lastResort = new Thread(this::killAll, "kill-all");
  private EmbeddedRedis redis;
  private boolean redisUp = true;

  private MortalCluster(Path folder, Map<String, String> settings) {
    this.folder = folder;
    this.settings = settings;
    EmbeddedRedisConfig config =
        EmbeddedRedisConfig.in(folder.resolve("redis")).withStartTimeout(START);
    this.redis = EmbeddedRedis.start(config);
    this.redisConfig = config.withPort(redis.port());
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /**
   * Starts all and waits until each is ready.
   *
   * @param folder for logs and data, empty
   * @param settings environment variables of all feeds, engines and gateways
   */
  static MortalCluster start(Path folder, Map<String, String> settings) throws IOException {
    Files.createDirectories(folder);
    MortalCluster cluster = new MortalCluster(folder, settings);
    try {
      cluster.startSimulator();
      for (String role : List.of(ENGINE, FEED)) {
        for (String name : cluster.members(role)) {
          cluster.start(name);
        }
      }
      cluster.start(GATEWAY + "-0");
      Deadline.await("all are ready", START, cluster::isReady, cluster::unready);
      return cluster;
    } catch (IOException | RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  private void startSimulator() throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("TICKWIRE_SIM_SPOT_PORT", Integer.toString(spotPort));
    environment.put("TICKWIRE_SIM_FUTURES_PORT", Integer.toString(futuresPort));
    environment.put("TICKWIRE_SIM_MODE", "paused");
    environment.put("TICKWIRE_SIM_SPOT_SYMBOLS", "26");
    environment.put("TICKWIRE_SIM_FUTURES_SYMBOLS", "14");
    environment.put("TICKWIRE_SIM_TAPE_FILE", tapeFile().toString());
    // Both feeds share an address here, which they would not do in earnest.
    environment.put("TICKWIRE_SIM_CONNECTS_PER_MINUTE", "0");
    processes.put(SIMULATOR, ServiceJar.start(SIMULATOR, SIMULATOR, folder, environment));
    Deadline.await("simulator", START, () -> exchange().isOk("/sim/run"));
  }

  /** Once all lines are in it: after {@code GET /sim/tape}. */
  Path tapeFile() {
    return folder.resolve("tape.jsonl").toAbsolutePath();
  }

  private void start(String name) throws IOException {
    int adminPort = FreePort.find();
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
    environment.put("TICKWIRE_REDIS_URI", redisUri());
    environment.put("TICKWIRE_CLUSTER_NAME", "mortal-" + basePort);
    environment.put("TICKWIRE_CLUSTER_NODE_NAME", name);
    environment.put("TICKWIRE_CLUSTER_PORT", Integer.toString(basePort));
    environment.put("TICKWIRE_CLUSTER_EXPECT_OTHERS", "true");
    environment.put("TICKWIRE_CLUSTER_MEMBERS", addresses());
    environment.put("TICKWIRE_ADMIN_PORT", Integer.toString(adminPort));
    environment.put("TICKWIRE_FEED_SPOT_URL", "http://127.0.0.1:" + spotPort);
    environment.put("TICKWIRE_FEED_FUTURES_URL", "http://127.0.0.1:" + futuresPort);
    environment.put("TICKWIRE_PUSH_PORT", Integer.toString(gatewayPort));
    environment.put("TICKWIRE_DEV_TOKENS", "true");
    environment.put("TICKWIRE_AUTH_JWT_SECRET", "a-secret-of-the-system-test-only-0123456789");
    environment.putAll(ServiceJar.WITHOUT_SHARED_LIMITS);
    environment.putAll(settings);
    String module = name.substring(0, name.lastIndexOf('-'));
    processes.put(name, ServiceJar.start(module, name, folder, environment));
    adminPorts.put(name, adminPort);
  }

  /** Six processes, and room for two whose ports are not free again yet. */
  private String addresses() {
    StringBuilder addresses = new StringBuilder();
    for (int i = 0; i < MEMBERS; i++) {
      addresses.append(i == 0 ? "" : ",").append("127.0.0.1:").append(basePort + i);
    }
    return addresses.toString();
  }

  List<String> members(String role) {
    return ROLES.getOrDefault(role, List.of());
  }

  /** With SIGKILL. */
  void kill(String name) {
    log.info("kill name={}", name);
    if (name.equals(REDIS)) {
      redisUp = false;
      redis.kill();
    } else {
      ServiceJar process = processes.remove(name);
      if (process == null) {
        throw new IllegalArgumentException("not running: " + name);
      }
      process.kill();
    }
    kills.merge(
        name.equals(REDIS) ? REDIS : name.substring(0, name.lastIndexOf('-')), 1, Integer::sum);
  }

  /** Under its name, with its data. */
  void startAgain(String name) throws IOException {
    log.info("start again name={}", name);
    if (name.equals(REDIS)) {
      redis = EmbeddedRedis.start(redisConfig);
      redisUp = true;
    } else {
      start(name);
    }
  }

  /** Redis stands still; its connections stay. */
  void freezeRedis() {
    redis.freeze();
  }

  void thawRedis() {
    redis.resume();
  }

  /** So many, signed in. */
  List<Api> users(int count) {
    List<Api> users = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      users.add(gateway().as("user-" + i));
    }
    return users;
  }

  /** All symbols walk at random. */
  void trade(long seed, int tradesPerSecond) {
    runMarket(
        "{\"mode\":\"random_walk\",\"seed\":"
            + seed
            + ",\"trades_per_second\":"
            + tradesPerSecond
            + "}");
  }

  void pauseTrade() {
    runMarket("{\"mode\":\"paused\"}");
  }

  private void runMarket(String body) {
    Api.Answer answer = exchange().post("/sim/run", body);
    if (answer.status() != 200) {
      throw new AssertionError("the simulator refused: " + answer);
    }
  }

  /** What an earlier run left there. */
  static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  boolean isReady() {
    return redisUp && adminPorts.keySet().stream().allMatch(this::isReady);
  }

  /** Whether every process of that role is there and ready. */
  boolean isWhole(String role) {
    return role.equals(REDIS) ? redisUp : members(role).stream().allMatch(this::isReady);
  }

  private boolean isReady(String name) {
    ServiceJar process = processes.get(name);
    if (process != null && !process.isAlive()) {
      throw new AssertionError(name + " ended by itself:\n" + process.output());
    }
    return process != null && admin(name).isOk("/readyz");
  }

  String unready() {
    StringBuilder unready = new StringBuilder();
    for (String name : adminPorts.keySet()) {
      if (!isReady(name)) {
        unready.append(name).append(' ');
      }
    }
    return unready.toString();
  }

  Map<String, Integer> kills() {
    return kills;
  }

  Api admin(String name) {
    return new Api(adminPorts.getOrDefault(name, 0));
  }

  Api gateway() {
    return new Api(gatewayPort);
  }

  /** Spot market and control of the simulator. */
  Api exchange() {
    return new Api(spotPort);
  }

  Api futuresExchange() {
    return new Api(futuresPort);
  }

  String redisUri() {
    return redis.uri();
  }

  private void killAll() {
    processes.values().forEach(ServiceJar::kill);
    redis.kill();
  }

  @Override
  public void close() {
    try {
      killAll();
    } finally {
      Runtime.getRuntime().removeShutdownHook(lastResort);
    }
  }
}
