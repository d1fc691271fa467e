package io.tickwire.testsupport;

import io.tickwire.common.cluster.Members;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.config.Settings;
import io.tickwire.common.redis.RedisConfig;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.common.telemetry.Telemetry;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Builds the {@link ServiceContext} of a service under test. */
public final class TestContext {
  private static final long AWAIT_SECONDS = 60;

  private TestContext() {}

  /** Registers the codecs on {@code vertx}: once per instance. */
  public static ServiceContext of(
      Vertx vertx, String redisUri, Members members, Clock clock, Map<String, String> settings) {
    Wire.register(vertx.eventBus());
    return another(vertx, redisUri, members, clock, settings);
  }

  /** A second service on an instance whose codecs are registered. */
  public static ServiceContext another(
      Vertx vertx, String redisUri, Members members, Clock clock, Map<String, String> settings) {
    Settings all = Settings.of(settings).with(Map.of("redis.uri", redisUri));
    return new ServiceContext(
        vertx,
        members,
        new Partitions(Partitions.DEFAULT_COUNT),
        RedisLink.create(vertx, RedisConfig.from(all)),
        Telemetry.create(),
        all,
        clock);
  }

  /** Waits for a future outside an event loop; fails after {@value #AWAIT_SECONDS} s. */
  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(AWAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException e) {
      throw new AssertionError("failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("nothing within " + AWAIT_SECONDS + " s", e);
    }
  }
}
