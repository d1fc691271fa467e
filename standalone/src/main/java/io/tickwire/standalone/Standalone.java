package io.tickwire.standalone;

import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.config.Settings;
import io.tickwire.common.redis.RedisConfig;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.runtime.LeaveSteps;
import io.tickwire.common.runtime.Service;
import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.common.telemetry.AdminServer;
import io.tickwire.common.telemetry.Telemetry;
import io.tickwire.common.wire.Wire;
import io.tickwire.feed.FeedService;
import io.tickwire.push.GatewayService;
import io.tickwire.redis.embedded.EmbeddedRedis;
import io.tickwire.redis.embedded.EmbeddedRedisConfig;
import io.tickwire.rules.RulesService;
import io.tickwire.simulator.ExchangeSimulator;
import io.tickwire.simulator.SimulatorConfig;
import io.tickwire.simulator.server.RunConfig;
import io.tickwire.simulator.server.RunMode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything in one process: embedded Redis, simulator, feed, rule engine and gateway on one Vert.x
 * instance that is no member of any cluster. What was started is stopped in the opposite order.
 */
public final class Standalone {
  private static final Logger log = LoggerFactory.getLogger(Standalone.class);
  private static final String NODE = "standalone";
  private static final long READY_POLL_MS = 20;

  private final StandaloneConfig config;
  private final Settings settings;
  private final Vertx vertx;
  private final Telemetry telemetry = Telemetry.create();
  private volatile boolean allStarted;
  private final Deque<Supplier<Future<Void>>> started = new ConcurrentLinkedDeque<>();
  private final Map<String, String> overlay = new HashMap<>();
  private int port;
  private int spotPort;
  private int adminPort;

  private Standalone(StandaloneConfig config, Settings settings) {
    this.config = config;
    this.settings = settings;
    this.vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    started.push(vertx::close);
  }

  /**
   * Checks the ports and starts Redis, which blocks the calling thread; {@link #start} does the
   * rest.
   *
   * @throws RuntimeException with a sentence for a person when it cannot start
   */
  public static Standalone prepare(StandaloneConfig config, Settings settings) {
    requirePorts(config);
    Standalone standalone = new Standalone(config, settings);
    standalone.overlay.put("dev.tokens", "true");
    standalone.overlay.putAll(config.limits());
    if (config.redisUri() == null) {
      EmbeddedRedis redis =
          EmbeddedRedis.start(EmbeddedRedisConfig.in(config.data().resolve("redis")));
      log.info("redis started uri={} reused={}", redis.uri(), redis.reused());
      standalone.overlay.put("redis.uri", redis.uri());
      standalone.started.addLast(
          () -> {
            redis.close();
            return Future.succeededFuture();
          });
    }
    return standalone;
  }

  /** Succeeds when a price can be shown and a stop can fire; on failure call {@link #stop} too. */
  public Future<Standalone> start() {
    return simulator().compose(ignored -> services()).compose(ignored -> ready()).map(this);
  }

  private static void requirePorts(StandaloneConfig config) {
    PortCheck.requireFree(config.host(), config.port(), "TICKWIRE_PUSH_PORT");
    PortCheck.requireFree(config.host(), config.adminPort(), "TICKWIRE_ADMIN_PORT");
    if (config.exchange() == Exchange.SIMULATOR) {
      PortCheck.requireFree(config.host(), config.spotPort(), "TICKWIRE_SIM_SPOT_PORT");
      PortCheck.requireFree(config.host(), config.futuresPort(), "TICKWIRE_SIM_FUTURES_PORT");
    }
  }

  private Future<Void> simulator() {
    if (config.exchange() != Exchange.SIMULATOR) {
      return Future.succeededFuture();
    }
    RunMode mode = config.simulatorRuns() ? RunMode.RANDOM_WALK : RunMode.PAUSED;
    SimulatorConfig simulator =
        SimulatorConfig.defaults()
            .withPorts(config.spotPort(), config.futuresPort())
            .withRun(new RunConfig(mode, config.seed(), config.tradesPerSecond()));
    return ExchangeSimulator.start(vertx, simulator)
        .onSuccess(
            running -> {
              started.push(running::close);
              spotPort = running.spotPort();
              overlay.put("feed.spot-url", "http://127.0.0.1:" + running.spotPort());
              overlay.put("feed.futures-url", "http://127.0.0.1:" + running.futuresPort());
            })
        .mapEmpty();
  }

  private Future<Void> services() {
    Settings all = settings.with(overlay).forEveryService();
    Wire.register(vertx.eventBus());
    RedisLink redis = RedisLink.create(vertx, RedisConfig.from(all), telemetry.metrics());
    ServiceContext context =
        new ServiceContext(
            vertx,
            new LocalMembers(NODE),
            new Partitions(all.integer("partitions", Partitions.DEFAULT_COUNT, 1, 4096)),
            redis,
            telemetry,
            all,
            Clock.systemUTC());
    // Its keys were read before this copy was made; the check for unknown ones must know them.
    StandaloneConfig.from(all, config.exchange());
    telemetry.health().require("started", () -> allStarted);
    return redis
        .watch()
        .compose(ignored -> AdminServer.listen(vertx, config.host(), config.adminPort(), telemetry))
        .onSuccess(server -> adminPort = server.actualPort())
        .compose(
            ignored ->
                Future.all(
                    launch(context, FeedService::start),
                    launch(context, RulesService::start),
                    launch(context, GatewayService::start)
                        .onSuccess(gateway -> port = gateway.port())))
        .compose(
            ignored -> {
              all.refuseUnknown();
              allStarted = true;
              return Future.succeededFuture();
            });
  }

  /** On an event loop of its own, as rooms take the context they are made on. */
  private <S extends Service> Future<S> launch(
      ServiceContext context, Function<ServiceContext, Future<S>> start) {
    Promise<S> launched = Promise.promise();
    vertx.runOnContext(
        ignored -> {
          try {
            start.apply(context).onComplete(launched);
          } catch (RuntimeException e) {
            launched.tryFail(e);
          }
        });
    return launched.future().onSuccess(service -> started.push(service::stop));
  }

  private Future<Void> ready() {
    return telemetry.health().isReady()
        ? Future.succeededFuture()
        : vertx.timer(READY_POLL_MS, TimeUnit.MILLISECONDS).compose(ignored -> ready());
  }

  /**
   * Stops everything in the opposite order, on the calling thread and not on an event loop.
   *
   * @return whether all of it stopped in time
   */
  public boolean stop(Duration within) {
    telemetry.health().drain();
    LeaveSteps steps = new LeaveSteps(within);
    for (Supplier<Future<Void>> last = started.poll(); last != null; last = started.poll()) {
      steps.take("standalone", last);
    }
    return steps.inTime();
  }

  public int port() {
    return port;
  }

  public int adminPort() {
    return adminPort;
  }

  /** Of the simulator's spot market and control; 0 with a real exchange. */
  public int simulatorPort() {
    return spotPort;
  }
}
