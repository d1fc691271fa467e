package io.tickwire.common.redis;

import io.tickwire.common.async.TimeLimit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.PooledRedisConnection;
import java.net.URI;
import java.util.List;

/**
 * One Redis server: a pool for commands, and apart from it connections for what blocks. A
 * connection whose answer is overdue is cut, so that a silent server never keeps one of the pool.
 * Any thread.
 */
final class RedisNode {
  /** More than any burst; beyond it commands fail at once instead of filling memory. */
  private static final int MAX_WAITING = 100_000;

  /** The longest pipeline. */
  private static final int MAX_IN_FLIGHT = 20_000;

  private static final int MAX_READERS = 4_096;

  /** Idle connections leave the pool before the silence of a dead one would end them. */
  private static final int RECYCLE_AFTER_MS = 30_000;

  private static final int SILENT_AFTER_SECONDS = 60;

  private final Vertx vertx;
  private final URI address;
  private final Redis commands;
  private final Redis readers;

  /** Does not connect yet. */
  RedisNode(Vertx vertx, URI address, RedisConfig config) {
    this.vertx = vertx;
    this.address = address;
    this.commands =
        Redis.createClient(
            vertx,
            options(address, config)
                .setMaxPoolSize(config.connections())
                .setMaxPoolWaiting(MAX_WAITING)
                .setMaxWaitingHandlers(MAX_IN_FLIGHT));
    this.readers =
        Redis.createClient(
            vertx,
            options(address, config)
                .setMaxPoolSize(MAX_READERS)
                .setMaxPoolWaiting(MAX_READERS)
                // Asks one question at a time.
                .setMaxWaitingHandlers(8));
  }

  private static RedisOptions options(URI address, RedisConfig config) {
    int timeoutMs = Math.toIntExact(config.commandTimeout().toMillis());
    return new RedisOptions()
        .setConnectionString(address.toString())
        .setPoolRecycleTimeout(RECYCLE_AFTER_MS)
        .setNetClientOptions(
            new NetClientOptions()
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setConnectTimeout(timeoutMs)
                .setReadIdleTimeout(SILENT_AFTER_SECONDS));
  }

  String host() {
    return address.getHost();
  }

  String address() {
    return address.getHost() + ":" + address.getPort();
  }

  Future<Response> send(Request request, Deadline deadline) {
    return Exchange.on(
        vertx, commands, deadline, request.command().toString(), open -> open.send(request));
  }

  /** One pipeline; fails as a whole when one fails. */
  Future<List<Response>> batch(List<Request> requests, Deadline deadline) {
    return Exchange.on(vertx, commands, deadline, "batch", open -> open.batch(requests));
  }

  /** One pipeline whose answers are told apart; the future fails only when none was asked. */
  Future<List<Future<Response>>> pipeline(List<Request> requests, Deadline deadline) {
    return Exchange.on(
        vertx,
        commands,
        deadline,
        "pipeline",
        open -> {
          List<Future<Response>> answers = requests.stream().map(open::send).toList();
          return Future.join(answers).transform(ignored -> Future.succeededFuture(answers));
        });
  }

  /** A connection of its own, which whoever took it must {@link #cut}. */
  Future<RedisConnection> dedicated(Deadline deadline) {
    Future<RedisConnection> asked = readers.connect();
    return TimeLimit.of(vertx, Math.max(1, deadline.leftMs()), asked)
        // It may still come: nobody would close it.
        .onFailure(ignored -> asked.onSuccess(RedisNode::cut));
  }

  /**
   * Ends a connection with whatever is under way on it. Closing a pooled one would hand it to the
   * next user with the unanswered command still on it, and the client has no public way to drop it.
   */
  static void cut(RedisConnection connection) {
    if (connection instanceof PooledRedisConnection pooled) {
      pooled.actual().forceClose();
    } else {
      connection.close();
    }
  }

  void close() {
    commands.close();
    readers.close();
  }
}
