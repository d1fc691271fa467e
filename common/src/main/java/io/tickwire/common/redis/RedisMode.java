package io.tickwire.common.redis;

/** How Redis is set up. */
public enum RedisMode {
  /** One server holds everything. */
  SINGLE,
  /** Redis Cluster: several masters, each with its slots. */
  CLUSTER
}
