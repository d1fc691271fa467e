package io.tickwire.rules.audit.redis;

import io.tickwire.common.config.Settings;
import io.tickwire.common.redis.RedisConfig;

/** Finds the Redis to audit when nobody named it. */
public interface RedisPlace {
  /**
   * May block.
   *
   * @throws AuditException when there is none
   */
  Found find(Settings settings);

  /** A Redis that is there already and stays. */
  static Found at(RedisConfig redis) {
    return new Found(redis, () -> {});
  }

  /**
   * A Redis that answers.
   *
   * @param redis where, and whether it is a cluster
   * @param release lets go of it
   */
  record Found(RedisConfig redis, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
      release.run();
    }
  }
}
