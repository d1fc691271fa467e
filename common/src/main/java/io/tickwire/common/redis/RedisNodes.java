package io.tickwire.common.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import java.util.List;

/** Which server a command goes to. Any thread. */
interface RedisNodes {
  /**
   * The server for a slot; fails when none is known.
   *
   * @param slot {@link RequestKeys#ANY} for one of them
   */
  Future<RedisNode> node(int slot);

  /** All servers that take writes. */
  Future<List<RedisNode>> masters();

  /**
   * Follows a server that named another one.
   *
   * @param said {@code MOVED 3999 host:port} or {@code ASK 3999 host:port}
   */
  Future<RedisNode> redirected(RedisNode from, Throwable said);

  /** Something was wrong with a server: look anew who serves what. */
  void doubt();

  /** What streams one blocking read may follow: those of the same lane. */
  String lane(String key);

  /** The slot of a command; in a cluster its keys must be in one. */
  int slot(Request request);

  void close();
}
