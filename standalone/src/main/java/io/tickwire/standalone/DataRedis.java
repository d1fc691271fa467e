package io.tickwire.standalone;

import io.tickwire.common.config.Settings;
import io.tickwire.common.redis.RedisConfig;
import io.tickwire.redis.embedded.EmbeddedRedis;
import io.tickwire.redis.embedded.EmbeddedRedisConfig;
import io.tickwire.redis.embedded.EmbeddedRedisException;
import io.tickwire.rules.audit.redis.AuditException;
import io.tickwire.rules.audit.redis.RedisPlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where {@code up} keeps its data: the Redis of the settings, else the embedded one that runs in
 * the data folder, else one that is started on that folder and stopped afterwards.
 */
final class DataRedis implements RedisPlace {
  @Override
  public Found find(Settings settings) {
    return settings.optionalText("redis.uri") == null
        ? inFolder(settings, Path.of(settings.text("data.dir", "data")).resolve("redis"))
        : RedisPlace.at(RedisConfig.from(settings));
  }

  private static Found inFolder(Settings settings, Path folder) {
    Optional<String> running = EmbeddedRedis.runningIn(folder);
    if (running.isPresent()) {
      return RedisPlace.at(at(settings, running.get()));
    }
    if (!Files.isDirectory(folder)) {
      throw new AuditException(
          "there is no data in "
              + folder
              + " yet: start with ./tickwire up, set TICKWIRE_DATA_DIR, or name a Redis with"
              + " --redis-uri");
    }
    try {
      EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedRedisConfig.in(folder));
      return new Found(at(settings, redis.uri()), redis::close);
    } catch (EmbeddedRedisException e) {
      throw new AuditException(String.valueOf(e.getMessage()));
    }
  }

  private static RedisConfig at(Settings settings, String uri) {
    return RedisConfig.from(settings.with(Map.of("redis.uri", uri)));
  }
}
