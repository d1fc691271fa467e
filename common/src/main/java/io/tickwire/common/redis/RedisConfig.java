package io.tickwire.common.redis;

import io.tickwire.common.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * {@code redis.*}: where Redis is and how long to wait for it.
 *
 * @param uri {@code redis://[:password@]host:port[/database]}; for a cluster one or more, separated
 *     by commas, of which one must answer to find the others
 * @param mode how Redis is set up
 * @param commandTimeout after which a command's outcome is unknown
 * @param connections to each server that commands are spread over
 * @param acceptsLoss whether a Redis that may forget what it answered is taken without a warning
 */
public record RedisConfig(
    String uri, RedisMode mode, Duration commandTimeout, int connections, boolean acceptsLoss) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

  public RedisConfig {
    List<String> addresses = split(uri);
    if (addresses.isEmpty() || !addresses.stream().allMatch(RedisConfig::isAddress)) {
      throw new IllegalArgumentException("redis.uri must start with redis:// or rediss://");
    }
    if (mode == RedisMode.SINGLE && addresses.size() > 1) {
      throw new IllegalArgumentException("several redis.uri need redis.mode=cluster");
    }
    if (mode == RedisMode.CLUSTER && addresses.stream().anyMatch(RedisConfig::namesDatabase)) {
      throw new IllegalArgumentException(
          "a Redis cluster has no databases: leave /N off redis.uri");
    }
    if (commandTimeout.toMillis() < 50) {
      throw new IllegalArgumentException(
          "a command needs 50 ms at least: commandTimeout=" + commandTimeout);
    }
  }

  /** One server, or a cluster when several addresses are given. */
  public RedisConfig(String uri, Duration commandTimeout, int connections) {
    this(uri, modeOf(uri), commandTimeout, connections, false);
  }

  public static RedisConfig from(Settings settings) {
    String uri = settings.text("redis.uri", "redis://127.0.0.1:6379");
    if (split(uri).isEmpty() || !split(uri).stream().allMatch(RedisConfig::isAddress)) {
      // The value may hold a password: say what it must be, not what it is.
      throw settings.refused("redis.uri", "…", "redis:// or rediss:// addresses");
    }
    RedisMode mode = mode(settings, uri);
    if (mode == RedisMode.CLUSTER && split(uri).stream().anyMatch(RedisConfig::namesDatabase)) {
      throw settings.refused("redis.uri", "…", "addresses without a database, as it is a cluster");
    }
    Duration timeout = settings.duration("redis.command-timeout", DEFAULT_TIMEOUT);
    if (timeout.toMillis() < 50 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
      throw settings.refused("redis.command-timeout", timeout.toString(), "50ms to 1m");
    }
    return new RedisConfig(
        uri,
        mode,
        timeout,
        settings.integer("redis.connections", 8, 1, 256),
        settings.flag("redis.accept-loss", false));
  }

  private static RedisMode mode(Settings settings, String uri) {
    String text = settings.text("redis.mode", modeOf(uri).name().toLowerCase(Locale.ROOT));
    boolean cluster = text.equals("cluster");
    if (!cluster && !text.equals("single")) {
      throw settings.refused("redis.mode", text, "single or cluster");
    }
    if (!cluster && split(uri).size() > 1) {
      throw settings.refused("redis.mode", text, "cluster, as redis.uri names several servers");
    }
    return cluster ? RedisMode.CLUSTER : RedisMode.SINGLE;
  }

  private static RedisMode modeOf(String uri) {
    return split(uri).size() > 1 ? RedisMode.CLUSTER : RedisMode.SINGLE;
  }

  /** The servers to begin with. */
  List<URI> addresses() {
    return split(uri).stream().map(URI::create).toList();
  }

  private static List<String> split(String uri) {
    return Stream.of(uri.split(",", -1)).map(String::strip).filter(one -> !one.isEmpty()).toList();
  }

  private static boolean isAddress(String text) {
    try {
      URI address = new URI(text);
      String scheme = String.valueOf(address.getScheme());
      return (scheme.equals("redis") || scheme.equals("rediss")) && address.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean namesDatabase(String text) {
    String path = URI.create(text).getPath();
    return path != null && !path.isEmpty() && !path.equals("/") && !path.equals("/0");
  }

  /** Without the address, which may hold a password. */
  @Override
  public String toString() {
    return "RedisConfig[mode=" + mode + " servers=" + split(uri).size() + "]";
  }
}
