package io.tickwire.push;

import io.tickwire.common.async.TimeLimit;
import io.tickwire.common.config.Settings;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.runtime.Service;
import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.push.admission.Admission;
import io.tickwire.push.admission.AdmissionConfig;
import io.tickwire.push.admission.Allowances;
import io.tickwire.push.audit.Audit;
import io.tickwire.push.auth.AuthConfig;
import io.tickwire.push.engine.EngineClient;
import io.tickwire.push.fanout.EventBudgets;
import io.tickwire.push.fanout.FanoutConfig;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.fanout.PushMetrics;
import io.tickwire.push.http.ConsolePages;
import io.tickwire.push.http.DoorConfig;
import io.tickwire.push.http.HttpConfig;
import io.tickwire.push.http.PushLoop;
import io.tickwire.push.http.Shared;
import io.tickwire.push.http.TlsDoor;
import io.tickwire.push.http.TransportConfig;
import io.tickwire.push.identity.Identity;
import io.tickwire.push.ingest.EventIntake;
import io.tickwire.push.ingest.EventTail;
import io.tickwire.push.ingest.Ingest;
import io.tickwire.push.ingest.IngestConfig;
import io.tickwire.push.ingest.LoggedEvents;
import io.tickwire.push.market.Catalogue;
import io.tickwire.push.market.MarketConfig;
import io.tickwire.push.market.MarketWatch;
import io.tickwire.push.profile.Profiles;
import io.tickwire.push.profile.Watchlists;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.publish.PublishConfig;
import io.tickwire.push.session.SessionConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The push gateway: serves users over WebSocket and HTTP. What all share (event tail, quotes,
 * instruments) lives on the context that starts it, connections on event loops of their own.
 */
public final class GatewayService implements Service {
  private static final long REDIS_CHECK_MS = 2_000;
  private static final int FULL_PERCENT = 90;

  /** To close after all were sent away, before nobody is waited for any more. */
  private static final long LEAVE_MS = 8_000;

  private static final long STOP_MS = 2_000;

  /** Loops that ask for a free port under the same number get the same one. */
  private static final AtomicInteger FREE_PORTS = new AtomicInteger();

  private static final Logger log = LoggerFactory.getLogger(GatewayService.class);

  private final Vertx vertx;
  private final Context context;
  private final RedisLink redis;
  private final Shared shared;
  private final EventTail tail;
  private final Ingest ingest;
  private final List<PushLoop> loops = new CopyOnWriteArrayList<>();
  private volatile boolean redisAnswers;
  private volatile boolean leaving;
  private long timer = -1;

  private GatewayService(ServiceContext service, Shared shared, IngestConfig ingest) {
    this.vertx = service.vertx();
    this.context = vertx.getOrCreateContext();
    this.redis = service.redis();
    this.shared = shared;
    LoggedEvents logged = new LoggedEvents(shared.metrics()::nowNs, service.telemetry().metrics());
    this.tail = new EventTail(vertx, redis, shared.fanout(), logged, new Events());
    this.ingest = new Ingest(service, shared.intake(), ingest);
  }

  /**
   * Starts on the calling context; settings are read before it returns. A Redis that does not
   * answer does not stop it: it is not ready until then.
   */
  public static Future<GatewayService> start(ServiceContext service) {
    Settings settings = service.settings().ignore("feed", "rules", "sim");
    HttpConfig http = HttpConfig.from(settings);
    DoorConfig door = DoorConfig.from(settings);
    AuthConfig auth = AuthConfig.from(settings);
    AdmissionConfig admissionConfig =
        AdmissionConfig.from(settings, http.maxMessagesPerSecond(), http.maxSubscriptions());
    FanoutConfig fanout = FanoutConfig.from(settings);
    SessionConfig session =
        SessionConfig.from(
            settings,
            new ServerFrame.Limits(
                http.maxMessageBytes(),
                http.maxSubscriptions(),
                http.maxMessagesPerSecond(),
                admissionConfig.subscriptions().perUser(),
                admissionConfig.messages().perUser(),
                fanout.eventsPerSecond(),
                fanout.queueBytes(),
                fanout.batchMs()));
    MarketConfig market = MarketConfig.from(settings);
    IngestConfig ingest = IngestConfig.from(settings);
    PublishConfig publish = PublishConfig.from(settings);
    PushMetrics metrics = new PushMetrics(service.telemetry().metrics(), service.clock());
    Audit audit = new Audit(service.clock());
    Admission admission = new Admission(admissionConfig);
    Catalogue catalogue = new Catalogue(service.vertx(), service.redis());
    Shared shared =
        new Shared(
            service,
            http,
            door,
            TlsDoor.open(service.vertx(), door, settings, service.telemetry().metrics()),
            audit,
            auth,
            session,
            fanout,
            TransportConfig.from(settings),
            new EventBudgets(fanout.eventsPerSecond(), service.clock()::millis),
            new Identity(service.vertx(), service.redis(), auth, service.clock()),
            admission,
            admissionConfig,
            new Allowances(admissionConfig, admission),
            catalogue,
            new MarketWatch(service, catalogue, market, metrics::nowNs),
            new EngineClient(service.vertx()),
            new EventIntake(
                service.redis(), publish, service.telemetry().metrics(), service.clock(), audit),
            new Profiles(service.redis()),
            metrics,
            ConsolePages.load());
    return new GatewayService(service, shared, ingest).start();
  }

  private Future<GatewayService> start() {
    shared.market().start();
    checkRedis();
    timer = vertx.setPeriodic(REDIS_CHECK_MS, ignored -> checkRedis());
    return shared
        .catalogue()
        .start()
        .compose(ignored -> shared.identity().start())
        .compose(ignored -> shared.profiles().start())
        .compose(ignored -> deployLoops())
        .onSuccess(ignored -> shared.tls().start())
        .compose(ignored -> tail.start())
        .compose(ignored -> ingest.start())
        .map(ignored -> started());
  }

  private GatewayService started() {
    shared.service().telemetry().health().require("redis", () -> redisAnswers);
    shared
        .service()
        .telemetry()
        .health()
        .require("instruments", () -> !shared.catalogue().all().isEmpty());
    shared.service().telemetry().health().require("token_keys", shared.identity()::isReady);
    shared.service().telemetry().health().require("events", tail::isFollowing);
    shared.service().telemetry().health().require("push", () -> !leaving);
    shared.service().telemetry().health().require("connections", this::hasRoom);
    shared.service().telemetry().stats().section("push", this::statistics);
    log.info(
        "gateway listening host={} port={} native_transport={}",
        shared.http().host(),
        port(),
        vertx.isNativeTransportEnabled());
    return this;
  }

  /** Before it is full, new clients are better sent elsewhere. */
  private boolean hasRoom() {
    return shared.metrics().connections().get() * 100L
        < (long) shared.http().maxConnections() * FULL_PERCENT;
  }

  private Future<Void> deployLoops() {
    HttpConfig http = shared.http();
    SocketAddress address =
        http.port() == 0
            ? SocketAddress.sharedRandomPort(FREE_PORTS.incrementAndGet(), http.host())
            : SocketAddress.inetSocketAddress(http.port(), http.host());
    List<Future<Void>> deployed = new ArrayList<>();
    for (int i = 0; i < shared.http().eventLoops(); i++) {
      PushLoop loop = new PushLoop(shared, i, address);
      deployed.add(vertx.deployVerticle(loop).onSuccess(done -> loops.add(loop)).mapEmpty());
    }
    return Future.all(deployed).mapEmpty();
  }

  /** Every loop hears of every event. */
  private final class Events implements EventTail.Listener {
    @Override
    public void onHistory(List<Publication> events, Offset offset) {
      loops.forEach(loop -> loop.onHistory(events, offset));
    }

    @Override
    public void onEvents(List<Publication> events, Offset offset) {
      loops.forEach(loop -> loop.onEvents(events, offset));
    }
  }

  private void checkRedis() {
    redis.isAnswering().onSuccess(answers -> redisAnswers = answers);
  }

  private Statistics statistics() {
    return new Statistics(
        shared.metrics().traffic(),
        shared.market().wanted(),
        shared.catalogue().all().size(),
        loops.size(),
        vertx.isNativeTransportEnabled(),
        loops.stream().flatMap(loop -> loop.pools().stream()).toList());
  }

  /** The section {@code push} of {@code /stats}. */
  record Statistics(
      PushMetrics.Traffic traffic,
      int symbolsWanted,
      int instruments,
      int eventLoops,
      boolean nativeTransport,
      List<?> pools) {}

  /** For tests. */
  PushMetrics.Traffic traffic() {
    return shared.metrics().traffic();
  }

  /** The lists that users watch, for channels that follow them. */
  public Watchlists watchlists() {
    return shared.profiles();
  }

  /** The paths of the API and the methods each takes. */
  Map<String, Set<String>> routes() {
    return loops.get(0).routes();
  }

  /** Where clients connect. */
  public int port() {
    return loops.get(0).port();
  }

  @Override
  public Future<Void> stop() {
    leaving = true;
    log.info("gateway leaving connections={}", shared.metrics().connections());
    List<Future<Void>> drained = new ArrayList<>();
    loops.forEach(loop -> drained.add(loop.drain()));
    Future<Void> left = Future.join(drained).mapEmpty();
    return TimeLimit.of(vertx, shared.door().drainMs() + LEAVE_MS, left)
        .otherwiseEmpty()
        .compose(ignored -> stopShared());
  }

  private Future<Void> stopShared() {
    return Future.<Void>future(
        done ->
            context.runOnContext(
                ignored -> {
                  vertx.cancelTimer(timer);
                  shared.tls().stop();
                  shared.market().stop();
                  shared.catalogue().stop();
                  Future<Void> stopped =
                      Future.join(
                              tail.stop(),
                              ingest.stop(),
                              shared.identity().stop(),
                              shared.profiles().stop())
                          .mapEmpty();
                  TimeLimit.of(vertx, STOP_MS, stopped).otherwiseEmpty().onComplete(done);
                }));
  }
}
