package io.tickwire.benchmarks.engine;

import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.common.wire.Json;
import io.tickwire.redis.embedded.EmbeddedRedis;
import io.tickwire.redis.embedded.EmbeddedRedisConfig;
import io.tickwire.redis.embedded.Persistence;
import io.tickwire.rules.RulesService;
import io.tickwire.rules.store.RuleStore;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A Redis process and a rule engine as the standalone runs it: on one event loop, one replica. */
final class EngineRig implements AutoCloseable {
  /** Of every instrument. */
  static final int PRICE_SCALE = 1;

  private static final BigDecimal TICK = BigDecimal.valueOf(1, PRICE_SCALE);

  private final EmbeddedRedis server;
  private final ServiceContext context;

  private EngineRig(EmbeddedRedis server, ServiceContext context) {
    this.server = server;
    this.context = context;
  }

  /**
   * A Redis with instruments, and no engine yet.
   *
   * @param fsync {@code always} or {@code everysec}
   */
  static EngineRig redis(String fsync, List<String> symbols) throws Exception {
    Path folder = Files.createTempDirectory("tickwire-engine-run");
    Persistence persistence =
        switch (fsync) {
          case "always" -> Persistence.FSYNC_ALWAYS;
          case "everysec" -> Persistence.FSYNC_EVERY_SECOND;
          default -> throw new IllegalArgumentException("not always or everysec: fsync=" + fsync);
        };
    EmbeddedRedis server =
        EmbeddedRedis.start(EmbeddedRedisConfig.in(folder).withPersistence(persistence));
    ServiceContext context =
        TestContext.of(
            Vertx.vertx(), server.uri(), new LocalMembers("run"), Clock.systemUTC(), Map.of());
    EngineRig rig = new EngineRig(server, context);
    rig.storeInstruments(symbols);
    return rig;
  }

  private void storeInstruments(List<String> symbols) {
    Request request = Request.cmd(Command.HSET).arg(Keys.INSTRUMENTS);
    for (String symbol : symbols) {
      request.arg(symbol).arg(Json.write(instrument(symbol)));
    }
    TestContext.await(context.redis().send(request));
  }

  private static Instrument instrument(String symbol) {
    return new Instrument(
        symbol,
        Market.SPOT,
        symbol,
        "USDT",
        "USDT",
        false,
        TICK,
        TICK,
        BigDecimal.ONE,
        new BigDecimal("0.001"),
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        BigDecimal.ONE);
  }

  Alerts alerts() {
    return new Alerts(context.redis());
  }

  RuleStore store() {
    return new RuleStore(context.redis(), Duration.ofHours(1));
  }

  Vertx vertx() {
    return context.vertx();
  }

  /** Starts the engine; returns when so many rules are armed. */
  void startEngine(int rules) {
    Promise<RulesService> started = Promise.promise();
    vertx().runOnContext(ignored -> RulesService.start(context).onComplete(started));
    TestContext.await(started.future());
    await("armed", () -> context.telemetry().health().isReady() && armed() == rules);
  }

  int armed() {
    return (int) context.telemetry().metrics().get("rules_armed").gauge().value();
  }

  static void await(String what, BooleanSupplier holds) {
    long deadlineNs = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new IllegalStateException("did not happen: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** A field of Redis's INFO. */
  String info(String field) {
    String all = TestContext.await(context.redis().send(Request.cmd(Command.INFO))).toString();
    return all.lines()
        .filter(line -> line.startsWith(field + ":"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Redis does not say: " + field))
        .substring(field.length() + 1);
  }

  /** Seconds of processor time that Redis and this process have taken. */
  Cpu cpu() {
    double redis =
        Double.parseDouble(info("used_cpu_user")) + Double.parseDouble(info("used_cpu_sys"));
    Duration own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return new Cpu(redis, own.toNanos() / 1e9);
  }

  /** Processor time in seconds. */
  record Cpu(double redis, double process) {
    Cpu since(Cpu before) {
      return new Cpu(redis - before.redis, process - before.process);
    }
  }

  /** Ends Redis; the engine's threads end with the process. */
  @Override
  public void close() {
    server.close();
  }
}
