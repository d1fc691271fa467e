package io.tickwire.common.redis;

import static io.tickwire.common.redis.RedisFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.config.ConfigException;
import io.tickwire.common.config.Settings;
import io.tickwire.redis.embedded.EmbeddedRedis;
import io.tickwire.redis.embedded.EmbeddedRedisConfig;
import io.tickwire.redis.embedded.Persistence;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that is silent, dead or set up wrongly. */
class RedisOutageTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final int CONNECTIONS = 2;

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private EmbeddedRedis server;
  private RedisLink link;

  @BeforeEach
  void start() {
    server = EmbeddedRedis.start(EmbeddedRedisConfig.in(folder));
    link = RedisLink.create(vertx, new RedisConfig(server.uri(), TIMEOUT, CONNECTIONS), registry);
  }

  @AfterEach
  void stop() {
    link.close();
    await(vertx.close());
    server.close();
  }

  private Future<Response> increment(String key) {
    return link.send(Request.cmd(Command.INCR).arg(key));
  }

  private double failed(RedisTrouble reason) {
    return registry
        .get("redis_commands_failed_total")
        .tag("reason", reason.label())
        .counter()
        .count();
  }

  /** Who asked before, such as the counter of failures, has been told by then. */
  private static RedisTimeoutException timeout(Future<?> future) {
    await(future.<Boolean>transform(done -> Future.succeededFuture(done.failed())));
    assertThat(future.cause()).isInstanceOf(RedisTimeoutException.class);
    return (RedisTimeoutException) future.cause();
  }

  private void untilAnswering() {
    while (!await(link.isAnswering())) {
      Thread.onSpinWait();
    }
  }

  @Test
  void saysThatTheOutcomeIsUnknown_whenTheServerIsFrozen() {
    await(increment("n"));
    server.freeze();
    Future<Response> lost = increment("n");
    assertThat(timeout(lost).outcomeUnknown()).isTrue();
    assertThat(timeout(lost)).hasMessageContaining("command=incr").hasMessageContaining("unknown");
    assertThat(failed(RedisTrouble.TIMEOUT)).isEqualTo(1);
    assertThat(await(link.isAnswering())).isFalse();
    assertThat(registry.get("redis_up").gauge().value()).isZero();

    server.resume();
    untilAnswering();
    assertThat(registry.get("redis_up").gauge().value()).isEqualTo(1);
    assertThat(await(link.send(Request.cmd(Command.GET).arg("n"))).toInteger()).isBetween(1, 2);
  }

  @Test
  void neverSendsLater_whatTimedOutWaitingForAConnection() {
    await(Future.all(increment("warm"), increment("warm")));
    server.freeze();
    List<Future<Response>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(increment("n"));
    }
    long left = all.stream().filter(one -> timeout(one).outcomeUnknown()).count();
    server.resume();
    untilAnswering();

    assertThat(left).isLessThanOrEqualTo(CONNECTIONS);
    Response happened = await(link.send(Request.cmd(Command.GET).arg("n")));
    assertThat(happened == null ? 0 : happened.toLong()).isLessThanOrEqualTo(left);
  }

  @Test
  void readersGoOn_whenTheServerWasFrozen() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    Promise<Void> following = Promise.promise();
    vertx.runOnContext(
        ignored -> {
          StreamTail tail =
              new StreamTail(
                  link,
                  "changes",
                  entries -> {
                    entries.forEach(entry -> seen.add(entry.field("v")));
                    return Future.succeededFuture();
                  });
          tail.follow("s", "0-0");
          tail.start();
          following.complete();
        });
    await(following.future());
    add("one");
    assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("one");
    server.freeze();
    assertThat(await(link.isAnswering())).isFalse();
    server.resume();
    untilAnswering();
    add("two");
    assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("two");
    assertThat(seen).isEmpty();
  }

  private void add(String value) {
    await(link.send(Request.cmd(Command.XADD).arg("s").arg("*").arg("v").arg(value)));
  }

  @Test
  void countsByReason_whatRedisRefuses() {
    await(link.send(Request.cmd(Command.SET).arg("text").arg("x")));
    assertThatThrownBy(() -> await(link.send(Request.cmd(Command.HGET).arg("text").arg("f"))))
        .hasMessageContaining("WRONGTYPE");
    assertThatThrownBy(() -> await(increment("text"))).hasMessageContaining("not an integer");
    assertThat(failed(RedisTrouble.WRONGTYPE)).isEqualTo(1);
    assertThat(failed(RedisTrouble.ERROR)).isEqualTo(1);
    server.kill();
    assertThatThrownBy(() -> await(increment("n"))).isNotNull();
    assertThat(failed(RedisTrouble.CONNECTION)).isEqualTo(1);
  }

  private void configure(String name, String value) {
    await(link.send(Request.cmd(Command.CONFIG).arg("SET").arg(name).arg(value)));
  }

  private double lossPossible() {
    return registry.get("redis_loss_possible").gauge().value();
  }

  @Test
  void isTaken_whenItKeepsEverything() {
    await(link.watch());
    assertThat(lossPossible()).isZero();
    assertThat(registry.get("redis_up").gauge().value()).isEqualTo(1);
  }

  @Test
  void isRefused_whenItEvicts() {
    configure("maxmemory-policy", "allkeys-lru");
    Future<Void> watched = link.watch();
    while (!watched.isComplete()) {
      Thread.onSpinWait();
    }
    assertThat(watched.cause())
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Redis would drop positions to make room: its maxmemory-policy is allkeys-lru,"
                + " set it to noeviction");
  }

  @Test
  void isWarnedAbout_whenItMayForget() {
    configure("appendfsync", "everysec");
    await(link.watch());
    assertThat(lossPossible()).isEqualTo(1);
  }

  @Test
  void isTakenLater_whenItIsAwayAtTheStart() {
    int port = server.port();
    server.kill();
    await(link.watch());
    assertThat(registry.get("redis_up").gauge().value()).isZero();
    server =
        EmbeddedRedis.start(
            EmbeddedRedisConfig.in(folder).withPort(port).withPersistence(Persistence.NONE));
    while (lossPossible() == 0) {
      Thread.onSpinWait();
    }
    assertThat(registry.get("redis_up").gauge().value()).isEqualTo(1);
    assertThat(registry.get("redis_reconnects_total").tag("link", "commands").counter().count())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "redis.mode,sharded,single or cluster",
    "redis.command-timeout,10ms,50ms to 1m",
    "redis.uri,127.0.0.1:6379,redis:// or rediss://"
  })
  void refusesAnImpossibleSetting(String key, String value, String hint) {
    Settings settings = Settings.of(Map.of(key, value));
    assertThatThrownBy(() -> RedisConfig.from(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(hint);
  }

  @Test
  void readsTheModeFromTheAddresses_unlessItIsSaid() {
    assertThat(config(Map.of()).mode()).isEqualTo(RedisMode.SINGLE);
    assertThat(config(Map.of()).commandTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config(Map.of("redis.uri", "redis://a:1, redis://b:2")).mode())
        .isEqualTo(RedisMode.CLUSTER);
    assertThat(config(Map.of("redis.mode", "cluster")).mode()).isEqualTo(RedisMode.CLUSTER);
    assertThatThrownBy(() -> config(Map.of("redis.mode", "cluster", "redis.uri", "redis://a:1/3")))
        .hasMessageContaining("without a database");
    assertThatThrownBy(
            () -> config(Map.of("redis.mode", "single", "redis.uri", "redis://a:1,redis://b:2")))
        .hasMessageContaining("several servers");
  }

  private static RedisConfig config(Map<String, String> settings) {
    return RedisConfig.from(Settings.of(settings));
  }
}
