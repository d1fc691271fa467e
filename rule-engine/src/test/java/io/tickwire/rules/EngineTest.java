package io.tickwire.rules;

import static io.tickwire.testsupport.TestContext.await;

import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.cluster.Members;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.common.wire.Wire;
import io.tickwire.testsupport.RedisExtension;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An empty Redis with instruments and the engines that a test starts on it. */
abstract class EngineTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  Vertx vertx = vertx();
  RedisLink redis = Engine.link(vertx, REDIS.uri());
  Feed feed = new Feed(vertx);
  private final List<Engine> engines = new ArrayList<>();

  private static Vertx vertx() {
    Vertx vertx = Vertx.vertx();
    Wire.register(vertx.eventBus());
    return vertx;
  }

  @BeforeEach
  void emptyRedis() {
    await(redis.send(Request.cmd(Command.FLUSHALL)));
    Engine.storeInstruments(redis);
  }

  @AfterEach
  void stopAll() {
    engines.forEach(Engine::stop);
    await(vertx.close());
  }

  Engine start(Members members, Map<String, String> settings) {
    Engine engine = startUnready(members, settings);
    engine.awaitReady();
    return engine;
  }

  /** One whose time the test moves. */
  Engine start(Clock clock, Map<String, String> settings) {
    Engine engine = startUnready(new LocalMembers("engine-a"), clock, settings);
    engine.awaitReady();
    return engine;
  }

  /** Does not wait until it is ready. */
  Engine startUnready(Members members, Map<String, String> settings) {
    return startUnready(members, Clock.systemUTC(), settings);
  }

  private Engine startUnready(Members members, Clock clock, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Engine.QUICK);
    all.putAll(settings);
    ServiceContext context = TestContext.another(vertx, REDIS.uri(), members, clock, all);
    Engine engine = Engine.startUnready(context);
    engines.add(engine);
    return engine;
  }

  Engine start() {
    return start(new LocalMembers("engine-a"), Map.of());
  }

  /** Finds what hangs at once. */
  Engine startImpatient() {
    return start(new LocalMembers("engine-a"), Engine.IMPATIENT);
  }

  /** Stops it now instead of at the end. */
  void stop(Engine engine) {
    engines.remove(engine);
    engine.stop();
  }
}
