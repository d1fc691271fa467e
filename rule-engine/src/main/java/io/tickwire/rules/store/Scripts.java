package io.tickwire.rules.store;

import io.tickwire.common.redis.RedisScript;

/** The scripts beside this class, each with what all of them begin with. */
final class Scripts {
  static final String TYPES = "types.lua";

  private Scripts() {}

  /**
   * @param name for example {@code commit.lua}
   */
  static RedisScript load(String name) {
    return RedisScript.resource(Scripts.class, TYPES, name);
  }
}
