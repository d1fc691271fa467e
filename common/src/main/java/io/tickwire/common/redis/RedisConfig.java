package io.tickwire.common.redis;

import io.tickwire.common.config.Settings;
import java.time.Duration;

/**
 * {@code redis.*}: where Redis is and how long to wait for it.
 *
 * @param uri {@code redis://[:password@]host:port[/database]}
 * @param commandTimeout after which a command's outcome is unknown
 * @param connections that commands are spread over
 */
public record RedisConfig(String uri, Duration commandTimeout, int connections) {
  public RedisConfig {
    if (!uri.startsWith("redis://") && !uri.startsWith("rediss://")) {
      throw new IllegalArgumentException("redis.uri must start with redis:// or rediss://");
    }
    if (commandTimeout.toMillis() < 50) {
      throw new IllegalArgumentException(
          "a command needs 50 ms at least: commandTimeout=" + commandTimeout);
    }
  }

  public static RedisConfig from(Settings settings) {
    String uri = settings.text("redis.uri", "redis://127.0.0.1:6379");
    if (!uri.startsWith("redis://") && !uri.startsWith("rediss://")) {
      // The value may hold a password: say what it must be, not what it is.
      throw settings.refused("redis.uri", "…", "a redis:// or rediss:// address");
    }
    Duration timeout = settings.duration("redis.command-timeout", Duration.ofSeconds(3));
    if (timeout.toMillis() < 50) {
      throw settings.refused("redis.command-timeout", timeout.toString(), "50ms or more");
    }
    return new RedisConfig(uri, timeout, settings.integer("redis.connections", 8, 1, 256));
  }
}
