package io.tickwire.common.redis;

import io.tickwire.redis.embedded.EmbeddedRedis;
import io.tickwire.redis.embedded.EmbeddedRedisConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real Redis that can be killed and started again on the same port with its data. */
final class RedisFixture implements AutoCloseable {
  private final Path folder;
  private final Vertx vertx = Vertx.vertx();
  private EmbeddedRedis server;

  RedisFixture(Path folder) {
    this.folder = folder;
    this.server = EmbeddedRedis.start(EmbeddedRedisConfig.in(folder));
  }

  RedisLink link() {
    return RedisLink.create(vertx, new RedisConfig(server.uri(), Duration.ofSeconds(10), 4));
  }

  Vertx vertx() {
    return vertx;
  }

  void kill() {
    server.kill();
  }

  void restart() {
    server = EmbeddedRedis.start(EmbeddedRedisConfig.in(folder).withPort(server.port()));
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  @Override
  public void close() {
    await(vertx.close());
    server.close();
  }
}
