package io.tickwire.feed;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Members;
import io.tickwire.common.runtime.Service;
import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.Tick;
import io.tickwire.feed.FeedSockets.SocketRoster;
import io.tickwire.feed.instruments.InstrumentDirectory;
import io.tickwire.feed.publish.ReplayService;
import io.tickwire.feed.publish.TickPublisher;
import io.tickwire.feed.rest.ExchangeRest;
import io.tickwire.feed.seed.Seeder;
import io.tickwire.feed.socket.ExchangeSocket;
import io.tickwire.feed.socket.SocketListener;
import io.tickwire.feed.socket.SocketState;
import io.tickwire.feed.venue.RejectReason;
import io.tickwire.feed.venue.VenueFrame;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.WebSocketClient;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The market-feed: watches on the exchange what others demand and publishes it as ticks. Everything
 * runs on the event loop it was started on; {@link #stop} may be called from any thread.
 */
public final class FeedService implements Service {
  private static final Logger log = LoggerFactory.getLogger(FeedService.class);
  private static final long REVIEW_MS = 500;
  private static final int STOP_WITHIN_S = 5;
  private static final int RANDOM_BITS = 20;

  private final Vertx vertx;
  private final Context loop;
  private final Members members;
  private final String run;
  private final SocketRoster roster;
  private final FeedMetrics metrics;
  private final ExchangeRest rest;
  private final WebSocketClient client;
  private final TickPublisher publisher;
  private final InstrumentDirectory directory;
  private final Seeder seeder;
  private final FeedSockets sockets;
  private final SymbolWatch watch;
  private final RejectionLog rejections = new RejectionLog();
  private @Nullable MessageConsumer<Demand> demands;
  private @Nullable ReplayService replays;
  private Members.@Nullable Registration membership;
  private long reviewTimer = -1;

  private FeedService(ServiceContext context, FeedConfig config) {
    this.vertx = context.vertx();
    this.loop = vertx.getOrCreateContext();
    this.members = context.members();
    SecureRandom random = new SecureRandom();
    long feedId = context.clock().millis() << RANDOM_BITS | random.nextInt(1 << RANDOM_BITS);
    this.run = Long.toHexString(feedId);
    this.roster = new SocketRoster();
    this.metrics = new FeedMetrics(context.telemetry().metrics(), roster::open);
    this.rest = new ExchangeRest(vertx, config.rest(), context.clock());
    this.client = ExchangeSocket.client(vertx, config.socket());
    this.publisher =
        TickPublisher.on(
            vertx.eventBus(),
            new LoopTimers(vertx, context.clock()),
            context.partitions(),
            config.publish(),
            context.telemetry().metrics(),
            feedId);
    this.directory =
        new InstrumentDirectory(
            vertx,
            rest,
            context.redis(),
            config.instrumentsRefresh(),
            config.socket().reconnectFirst(),
            random,
            new DirectoryListener());
    this.seeder =
        new Seeder(vertx, rest, config.socket().reconnectFirst().toMillis(), this::onSeed);
    this.sockets =
        new FeedSockets(
            new ExchangeSocket.Surroundings(
                vertx, client, context.clock(), config.socket(), random, run, new Listener()),
            rest,
            metrics,
            roster);
    this.watch = new SymbolWatch(config, members, directory, publisher, seeder, sockets, metrics);
    context.telemetry().health().require("instruments", directory::isStored);
    context.telemetry().health().require("exchange_sockets", roster::allLive);
    context.telemetry().stats().section("feed", this::stats);
  }

  /**
   * Starts on the calling Vert.x context. Completes when demand is heard; the exchange may come
   * later, {@code /readyz} says when it has.
   *
   * @throws io.tickwire.common.config.ConfigException for a setting that cannot be
   * @throws IllegalArgumentException for settings that contradict each other
   */
  public static Future<FeedService> start(ServiceContext context) {
    context
        .settings()
        .ignore("rules", "push", "gateway", "auth", "dev", "sim", "standalone", "ingest", "data");
    FeedService service = new FeedService(context, FeedConfig.from(context.settings()));
    return service.open().map(service);
  }

  private Future<Void> open() {
    directory.start();
    membership = members.onChange(() -> loop.runOnContext(ignored -> watch.onMembersChanged()));
    reviewTimer = vertx.setPeriodic(REVIEW_MS, ignored -> watch.review());
    ReplayService replay = ReplayService.start(vertx.eventBus(), publisher, members.self());
    replays = replay;
    MessageConsumer<Demand> consumer = vertx.eventBus().consumer(Addresses.DEMAND);
    demands = consumer;
    consumer.handler(message -> watch.onDemand(message.body()));
    return Future.join(consumer.completion(), replay.completion()).mapEmpty();
  }

  private final class DirectoryListener implements InstrumentDirectory.Listener {
    @Override
    public void onChange() {
      watch.review();
    }

    @Override
    public void onRejected(int rows) {
      metrics.rejected(RejectReason.BAD_INSTRUMENT, rows);
    }
  }

  private void onSeed(Tick tick) {
    watch.onSeed(tick);
  }

  private final class Listener implements SocketListener {
    @Override
    public void onTick(ExchangeSocket socket, Tick tick) {
      watch.onTick(socket.market(), tick);
    }

    @Override
    public void onRejected(ExchangeSocket socket, VenueFrame.Rejected rejected) {
      metrics.rejected(rejected.reason(), 1);
      rejections.note(socket.id(), rejected, TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    @Override
    public void onStateChange(ExchangeSocket socket) {
      if (socket.state() == SocketState.BACKING_OFF) {
        metrics.reconnect(socket.market());
      }
    }
  }

  /** Any thread. */
  FeedStats stats() {
    return new FeedStats(
        run,
        directory.size(),
        watch.demanders(),
        watch.wantedCount(),
        watch.watchedCount(),
        roster.open().stream().map(ExchangeSocket::status).toList());
  }

  @Override
  public Future<Void> stop() {
    Promise<Void> stopped = Promise.promise();
    loop.runOnContext(ignored -> leave().onComplete(stopped));
    return stopped.future();
  }

  /** Hears nothing new, sends what it has, closes what it opened. */
  private Future<Void> leave() {
    vertx.cancelTimer(reviewTimer);
    directory.stop();
    seeder.stop();
    Members.Registration registration = membership;
    if (registration != null) {
      registration.cancel();
    }
    MessageConsumer<Demand> consumer = demands;
    Future<Void> unheard = consumer == null ? Future.succeededFuture() : consumer.unregister();
    publisher.stop();
    ReplayService replay = replays;
    Future<Void> unasked = replay == null ? Future.succeededFuture() : replay.stop();
    return Future.join(unheard, unasked, sockets.closeAll())
        .<Void>mapEmpty()
        .timeout(STOP_WITHIN_S, TimeUnit.SECONDS)
        .otherwiseEmpty()
        .onComplete(
            ignored -> {
              rest.close();
              client.close();
              log.info("feed stopped");
            });
  }
}
