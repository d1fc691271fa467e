package io.tickwire.rules.store;

import static io.tickwire.testsupport.TestContext.await;

import io.tickwire.common.redis.RedisConfig;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.rules.samples.SamplePosition;
import io.tickwire.rules.samples.SampleTrigger;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An empty Redis and samples of what is stored there. */
abstract class StoreTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private final Vertx vertx = Vertx.vertx();
  final RedisLink redis =
      RedisLink.create(vertx, new RedisConfig(REDIS.uri(), Duration.ofSeconds(3), 2));
  final RuleStore rules = new RuleStore(redis, Duration.ofHours(1));
  final AccountStore accounts = new AccountStore(redis);

  @BeforeEach
  void empty() {
    await(redis.send(Request.cmd(Command.FLUSHALL)));
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  List<StreamEntry> entries(String stream) {
    return await(
        redis
            .send(Request.cmd(Command.XRANGE).arg(stream).arg("-").arg("+"))
            .map(found -> StreamEntry.list(stream, found)));
  }

  static Position position(String id, long version, @Nullable String clientId) {
    return SamplePosition.of(id)
        .entryPrice(new BigDecimal("60000"))
        .clientId(clientId)
        .done()
        .change()
        .margin(new BigDecimal("600"))
        .fees(BigDecimal.ONE)
        .version(version)
        .done();
  }

  static StoredRule stored(String id, long version) {
    return StoredRule.of(position(id, version, null), 7, 8);
  }

  static Trigger trigger(String id, TriggerStatus status, @Nullable String clientId) {
    return SampleTrigger.of(id).status(status).clientId(clientId).done();
  }

  static Execution execution(String id, String positionId) {
    return new Execution(
        id,
        "alice",
        ExecutionKind.STOP_LOSS,
        positionId,
        null,
        "XBTUSDTM",
        null,
        null,
        new BigDecimal("59000"),
        BigDecimal.TEN,
        null,
        1,
        2,
        3_000,
        false,
        false,
        "engine-a",
        List.of());
  }
}
