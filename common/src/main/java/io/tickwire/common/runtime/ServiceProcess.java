package io.tickwire.common.runtime;

import io.micrometer.core.instrument.FunctionCounter;
import io.tickwire.common.cluster.ClusterConfig;
import io.tickwire.common.cluster.ClusterNode;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.cluster.Role;
import io.tickwire.common.config.ConfigException;
import io.tickwire.common.config.Settings;
import io.tickwire.common.redis.RedisConfig;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.telemetry.AdminServer;
import io.tickwire.common.telemetry.Telemetry;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that runs one service as a member of the cluster: reads settings, joins, opens the
 * admin port, starts the service, leaves in good order on SIGTERM. A start that fails prints one
 * sentence and exits with 1.
 */
public final class ServiceProcess {
  private static final Logger log = LoggerFactory.getLogger(ServiceProcess.class);
  private static final Duration LEAVE_WITHIN = Duration.ofSeconds(20);

  /** Time for others to learn that our consumers are gone before the connections close. */
  private static final long LINGER_MS = 300;

  private final String name;
  private final Settings settings;
  private final AtomicReference<@Nullable Vertx> joined = new AtomicReference<>();
  private final AtomicReference<@Nullable Service> running = new AtomicReference<>();
  private final AtomicReference<@Nullable Telemetry> telemetry = new AtomicReference<>();

  private ServiceProcess(String name, Settings settings) {
    this.name = name;
    this.settings = settings;
  }

  /**
   * Runs a service until the process is told to stop. Returns once it started.
   *
   * @param name for the log and the member's name
   * @param adminPort unless {@code admin.port} says otherwise
   * @param start reads its settings before it returns, so that unknown ones are found
   */
  public static void run(
      String name,
      Role role,
      int adminPort,
      Function<ServiceContext, Future<? extends Service>> start) {
    ServiceProcess process = new ServiceProcess(name, Settings.load());
    CountDownLatch started = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(process::leave, name + "-leave"));
    Future<Void> up;
    try {
      up = process.start(role, adminPort, start);
    } catch (ConfigException | IllegalArgumentException e) {
      up = Future.failedFuture(e);
    }
    up.onComplete(
        ignored -> {
          log.info("service started service={}", name);
          started.countDown();
        },
        failure -> fail(name, failure));
    try {
      started.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Future<Void> start(
      Role role, int adminPort, Function<ServiceContext, Future<? extends Service>> start) {
    ClusterConfig cluster = ClusterConfig.from(settings, name);
    RedisConfig redisConfig = RedisConfig.from(settings);
    Partitions partitions =
        new Partitions(settings.integer("partitions", Partitions.DEFAULT_COUNT, 1, 4096));
    String adminHost = settings.text("admin.host", "127.0.0.1");
    int port = settings.port("admin.port", adminPort);
    return ClusterNode.join(cluster, Set.of(role))
        .compose(
            node -> {
              joined.set(node.vertx());
              Wire.register(node.vertx().eventBus());
              Telemetry made = Telemetry.create();
              telemetry.set(made);
              made.health().require("started", () -> running.get() != null);
              made.health().require("cluster", node.members()::isComplete);
              FunctionCounter.builder(
                      "cluster_registrations_repaired_total",
                      node,
                      any -> any.registrationsRepaired().getAsLong())
                  .description("Addresses whose consumers no event of the cluster told of")
                  .register(made.metrics());
              RedisLink redis = RedisLink.create(node.vertx(), redisConfig, made.metrics());
              ServiceContext context =
                  new ServiceContext(
                      node.vertx(),
                      node.members(),
                      partitions,
                      redis,
                      made,
                      settings,
                      Clock.systemUTC());
              return redis
                  .watch()
                  .compose(ignored -> AdminServer.listen(node.vertx(), adminHost, port, made))
                  .compose(ignored -> launch(context, start));
            });
  }

  /** On an event loop, as rooms take the context they are made on. */
  private Future<Void> launch(
      ServiceContext context, Function<ServiceContext, Future<? extends Service>> start) {
    Promise<Void> launched = Promise.promise();
    context
        .vertx()
        .runOnContext(
            ignored -> {
              try {
                Future<? extends Service> service = start.apply(context);
                settings.refuseUnknown();
                service.onSuccess(running::set).<Void>mapEmpty().onComplete(launched);
              } catch (ConfigException | IllegalArgumentException e) {
                launched.tryFail(e);
              }
            });
    return launched.future();
  }

  /** Bounded: a peer that does not answer must not keep the process. */
  private void leave() {
    Telemetry health = telemetry.get();
    if (health != null) {
      health.health().drain();
    }
    Service service = running.get();
    Vertx vertx = joined.get();
    if (vertx == null) {
      return;
    }
    log.info("service leaving service={}", name);
    LeaveSteps steps = new LeaveSteps(LEAVE_WITHIN);
    if (service != null) {
      steps.take("service", service::stop);
    }
    steps.take("linger", () -> vertx.timer(LINGER_MS));
    steps.take("vertx", vertx::close);
    if (!steps.inTime()) {
      Runtime.getRuntime().halt(1);
    }
    log.info("service left service={}", name);
  }

  /** One sentence for a person; the cause is in the log at debug level. */
  @SuppressWarnings("SystemOut") // The sentence must reach whoever typed the command.
  private static void fail(String name, Throwable failure) {
    log.debug("start failed", failure);
    System.err.println(name + " cannot start: " + sentence(failure));
    // Not exit(): a half-joined cluster may hang in its hooks.
    Runtime.getRuntime().halt(1);
  }

  private static String sentence(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof ConfigException)) {
      cause = cause.getCause();
    }
    return failure instanceof BindException || cause instanceof BindException
        ? "a port is in use: " + failure.getMessage()
        : String.valueOf(cause.getMessage());
  }
}
