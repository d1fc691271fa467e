package io.tickwire.common.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import java.util.List;

/** One server for everything. */
record SingleNode(RedisNode node) implements RedisNodes {
  @Override
  public Future<RedisNode> node(int slot) {
    return Future.succeededFuture(node);
  }

  @Override
  public Future<List<RedisNode>> masters() {
    return Future.succeededFuture(List.of(node));
  }

  @Override
  public Future<RedisNode> redirected(RedisNode from, Throwable said) {
    return Future.failedFuture(
        new IllegalStateException("this Redis is one of a cluster: set redis.mode=cluster"));
  }

  @Override
  public void doubt() {
    // There is no other.
  }

  @Override
  public String lane(String key) {
    return "";
  }

  @Override
  public int slot(Request request) {
    return RequestKeys.ANY;
  }

  @Override
  public void close() {
    node.close();
  }
}
