package io.tickwire.redis.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where and how the server runs. Immutable; starts from {@link #in(Path)} and is refined by the
 * {@code with…} methods.
 *
 * @param dataDirectory all files of the server: data, configuration, pid, log, and the bundled
 *     executable when it is used
 * @param port TCP port on 127.0.0.1; 0 takes any free one
 * @param persistence what survives a crash
 * @param keepForReuse true: {@link EmbeddedRedis#close} leaves the server running, for the next
 *     start in this folder
 * @param clusterNode whether it is one of a Redis Cluster, whose bus listens on the port 10,000
 *     higher
 * @param server the executable to use; null looks for {@code redis-server} on the PATH, then takes
 *     the bundled one
 * @param startTimeout how long a start may take, reading the data included
 * @param stopTimeout how long a server may take to end before it is killed
 */
public record EmbeddedRedisConfig(
    Path dataDirectory,
    int port,
    Persistence persistence,
    boolean keepForReuse,
    boolean clusterNode,
    @Nullable Path server,
    Duration startTimeout,
    Duration stopTimeout) {
  private static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
  private static final int HIGHEST_PORT = 65_535;

  /** How far above its port a server of a cluster talks to the others. */
  static final int BUS_ABOVE = 10_000;

  public EmbeddedRedisConfig {
    Objects.requireNonNull(dataDirectory, "dataDirectory");
    Objects.requireNonNull(persistence, "persistence");
    if (dataDirectory.toString().isBlank()) {
      throw new IllegalArgumentException(
          "dataDirectory is empty; name a folder that holds nothing else");
    }
    if (dataDirectory.toString().chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "dataDirectory holds a control character, which redis.conf cannot carry: "
              + dataDirectory);
    }
    if (port < 0 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "port must be 0 (any free one) to " + HIGHEST_PORT + ", not " + port);
    }
    if (clusterNode && port > HIGHEST_PORT - BUS_ABOVE) {
      throw new IllegalArgumentException(
          "a cluster's port must leave room for its bus " + BUS_ABOVE + " higher, not " + port);
    }
    requireUsable("startTimeout", startTimeout);
    requireUsable("stopTimeout", stopTimeout);
  }

  /** Any free port, every write on disk before it is answered, stopped on close. */
  public static EmbeddedRedisConfig in(Path dataDirectory) {
    return new EmbeddedRedisConfig(
        dataDirectory,
        0,
        Persistence.FSYNC_ALWAYS,
        false,
        false,
        null,
        DEFAULT_START_TIMEOUT,
        DEFAULT_STOP_TIMEOUT);
  }

  public EmbeddedRedisConfig withPort(int newPort) {
    return new EmbeddedRedisConfig(
        dataDirectory,
        newPort,
        persistence,
        keepForReuse,
        clusterNode,
        server,
        startTimeout,
        stopTimeout);
  }

  public EmbeddedRedisConfig withPersistence(Persistence newPersistence) {
    return new EmbeddedRedisConfig(
        dataDirectory,
        port,
        newPersistence,
        keepForReuse,
        clusterNode,
        server,
        startTimeout,
        stopTimeout);
  }

  public EmbeddedRedisConfig withKeepForReuse(boolean keep) {
    return new EmbeddedRedisConfig(
        dataDirectory, port, persistence, keep, clusterNode, server, startTimeout, stopTimeout);
  }

  public EmbeddedRedisConfig asClusterNode() {
    return new EmbeddedRedisConfig(
        dataDirectory, port, persistence, keepForReuse, true, server, startTimeout, stopTimeout);
  }

  public EmbeddedRedisConfig withServer(Path executable) {
    return new EmbeddedRedisConfig(
        dataDirectory,
        port,
        persistence,
        keepForReuse,
        clusterNode,
        executable,
        startTimeout,
        stopTimeout);
  }

  public EmbeddedRedisConfig withStartTimeout(Duration timeout) {
    return new EmbeddedRedisConfig(
        dataDirectory, port, persistence, keepForReuse, clusterNode, server, timeout, stopTimeout);
  }

  public EmbeddedRedisConfig withStopTimeout(Duration timeout) {
    return new EmbeddedRedisConfig(
        dataDirectory, port, persistence, keepForReuse, clusterNode, server, startTimeout, timeout);
  }

  private static void requireUsable(String name, Duration timeout) {
    Objects.requireNonNull(timeout, name);
    if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          name + " must be above 0 and at most " + LONGEST_TIMEOUT + ", not " + timeout);
    }
  }
}
