package io.tickwire.rules.audit.redis;

import io.tickwire.common.config.Settings;

/** Finds the Redis to audit when nobody named it. */
public interface RedisPlace {
  /**
   * May block.
   *
   * @throws AuditException when there is none
   */
  Found find(Settings settings);

  /** A Redis that is there already and stays. */
  static Found at(String uri) {
    return new Found(uri, () -> {});
  }

  /**
   * A Redis that answers.
   *
   * @param release lets go of it
   */
  record Found(String uri, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
      release.run();
    }
  }
}
