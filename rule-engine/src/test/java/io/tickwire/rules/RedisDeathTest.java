package io.tickwire.rules;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Position;
import io.tickwire.redis.embedded.EmbeddedRedis;
import io.tickwire.redis.embedded.EmbeddedRedisConfig;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis is killed while a stop fires, and comes back with its data. */
class RedisDeathTest {
  @TempDir Path folder;

  @Test
  void commitsTheHit_whenRedisIsBack() {
    EmbeddedRedis first = EmbeddedRedis.start(EmbeddedRedisConfig.in(folder));
    int port = first.port();
    Vertx vertx = Vertx.vertx();
    Map<String, String> settings = new HashMap<>(Engine.QUICK);
    settings.put("redis.command-timeout", "1s");
    Engine engine;
    try {
      Engine.storeInstruments(Engine.link(vertx, first.uri()));
      engine =
          Engine.start(
              TestContext.of(
                  vertx, first.uri(), new LocalMembers("engine-a"), Clock.systemUTC(), settings));
      Feed feed = new Feed(vertx);
      feed.trade(Engine.LIN, "60000.0");
      Position position = engine.opened(Engine.open("alice", Side.LONG, "100", "59000", null));
      engine.armed(1);

      first.kill();
      feed.trade(Engine.LIN, "58990.0");
      feed.trade(Engine.LIN, "60100.0");
      assertThat(engine.refused(Engine.open("alice", Side.LONG, "100", null, null)).code())
          .isEqualTo(ErrorCode.UNAVAILABLE);
      Engine.eventually("not ready", () -> !engine.context.telemetry().health().isReady());

      EmbeddedRedis second = EmbeddedRedis.start(EmbeddedRedisConfig.in(folder).withPort(port));
      try {
        Position closed = closedWhenBack(engine, position);
        assertThat(closed.exitPrice()).isEqualByComparingTo("58990");
        assertThat(engine.counter("rules_fired_total")).isEqualTo(1);
        Engine.eventually("ready", () -> engine.context.telemetry().health().isReady());
        engine.stop();
      } finally {
        second.close();
      }
    } finally {
      first.close();
      await(vertx.close());
    }
  }

  /** Queries are refused until the engine has its connections back. */
  private static Position closedWhenBack(Engine engine, Position position) {
    Engine.eventually(
        "answers again",
        () ->
            engine.ask(new io.tickwire.common.wire.RuleQuery.GetPosition("alice", position.id()))
                instanceof io.tickwire.common.wire.RuleReply.Done);
    return engine.closed("alice", position.id());
  }
}
