package io.tickwire.feed;

import io.tickwire.common.async.TimeLimit;
import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Members;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.runtime.Service;
import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.common.wire.Demand;
import io.tickwire.feed.history.HistoryService;
import io.tickwire.feed.instruments.InstrumentDirectory;
import io.tickwire.feed.port.Timers;
import io.tickwire.feed.port.VenueRest;
import io.tickwire.feed.publish.ReplayService;
import io.tickwire.feed.publish.TickPublisher;
import io.tickwire.feed.recovery.BusPeerExtremes;
import io.tickwire.feed.recovery.LastKnown;
import io.tickwire.feed.recovery.ProgressExchange;
import io.tickwire.feed.rest.ExchangeRest;
import io.tickwire.feed.venue.Venue;
import io.tickwire.feed.venue.kucoin.KucoinVenue;
import io.tickwire.feed.vertx.VertxTimers;
import io.tickwire.feed.vertx.WebSocketTransport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The market-feed: watches on the exchange what others demand and publishes it as ticks. Everything
 * runs on the event loop it was started on; {@link #stop} may be called from any thread.
 */
public final class FeedService implements Service {
  private static final Logger log = LoggerFactory.getLogger(FeedService.class);
  private static final long STOP_WITHIN_MS = 5_000;
  private static final int RANDOM_BITS = 20;

  /** More than once, as the others may learn a little later that this feed listens. */
  private static final List<Long> CALLS_MS = List.of(1L, 250L, 1_000L);

  /** Whoever has not answered the calls by then wants nothing. */
  private static final long ANSWERED_MS = 2_500;

  private final Vertx vertx;
  private final Context loop;
  private final Members members;
  private final ExchangeRest rest;
  private final WebSocketTransport transport;
  private final TickPublisher publisher;
  private final InstrumentDirectory directory;
  private final ProgressExchange progress;
  private final FeedCore core;
  private @Nullable MessageConsumer<Demand> demands;
  private @Nullable ReplayService replays;
  private @Nullable HistoryService histories;
  private Members.@Nullable Registration membership;

  /** Read by the admin port. */
  private volatile boolean demandKnown;

  private FeedService(ServiceContext context, FeedConfig config) {
    this.vertx = context.vertx();
    this.loop = vertx.getOrCreateContext();
    this.members = context.members();
    SecureRandom random = new SecureRandom();
    long feedId = context.clock().millis() << RANDOM_BITS | random.nextInt(1 << RANDOM_BITS);
    Venue venue = new KucoinVenue(config.rest().spotTakerFee());
    Timers timers = new VertxTimers(vertx, context.clock());
    this.rest =
        new ExchangeRest(vertx, venue, config.rest(), timers, context.telemetry().metrics());
    this.transport = new WebSocketTransport(vertx);
    this.publisher =
        TickPublisher.on(
            vertx.eventBus(),
            timers,
            context.partitions(),
            config.publish(),
            context.telemetry().metrics(),
            feedId);
    this.directory =
        new InstrumentDirectory(
            new InstrumentDirectory.Surroundings(
                vertx,
                context.clock(),
                members,
                context.redis(),
                market -> rest.call(venue.instruments(market), VenueRest.Priority.BACKGROUND),
                random),
            config.instrumentsRefresh(),
            config.socket().reconnectFirst(),
            new DirectoryListener());
    this.progress =
        new ProgressExchange(
            vertx.eventBus(),
            timers,
            members.self(),
            config.recovery(),
            this::published,
            this::onProgress);
    this.core =
        new FeedCore(
            new FeedEdges(
                timers,
                transport,
                rest,
                venue,
                members,
                new DirectoryListing(),
                publisher,
                symbol -> progress.find(symbol, anyFeed -> false),
                new BusPeerExtremes(vertx.eventBus(), members, timers),
                random,
                context.telemetry().metrics(),
                Long.toHexString(feedId)),
            config);
    context.telemetry().health().require("instruments", directory::isCurrent);
    context.telemetry().health().require("demand", () -> demandKnown);
    context.telemetry().health().require("exchange_sockets", core::allLive);
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
    membership = members.onChange(() -> loop.runOnContext(ignored -> onMembersChanged()));
    MessageConsumer<Demand> consumer = vertx.eventBus().consumer(Addresses.DEMAND);
    demands = consumer;
    consumer.handler(
        message -> {
          core.onDemand(message.body());
          demandKnown = true;
        });
    ReplayService replay = ReplayService.start(vertx.eventBus(), publisher, members.self());
    replays = replay;
    HistoryService history = HistoryService.start(vertx.eventBus(), members.self(), core::history);
    histories = history;
    return Future.join(
            consumer.completion(), replay.completion(), history.completion(), progress.listening())
        .<Void>mapEmpty()
        .onSuccess(ignored -> callForDemand());
  }

  /** Until they answer, this feed watches nothing, and the others must not leave. */
  private void callForDemand() {
    CALLS_MS.forEach(this::callForDemand);
    vertx.setTimer(ANSWERED_MS, ignored -> demandKnown = true);
  }

  /** Whoever wants something says so again: a feed that has just come cannot wait for its turn. */
  private void callForDemand(long afterMs) {
    vertx.setTimer(
        afterMs, ignored -> vertx.eventBus().publish(Addresses.DEMAND_CALL, members.self()));
  }

  private void onMembersChanged() {
    progress.tellNow();
    core.onMembersChanged();
  }

  private void onProgress(String symbol, LastKnown known) {
    core.onProgress(symbol, known);
  }

  private Map<String, LastKnown> published() {
    return core.progress();
  }

  private final class DirectoryListing implements Listing {
    @Override
    public @Nullable Instrument find(String symbol) {
      return directory.find(symbol);
    }

    @Override
    public boolean isComplete() {
      return directory.isComplete();
    }
  }

  private final class DirectoryListener implements InstrumentDirectory.Listener {
    @Override
    public void onChange() {
      core.review();
    }

    @Override
    public void onRejected(int rows) {
      core.onRejectedInstruments(rows);
    }
  }

  /** Any thread. */
  FeedStats stats() {
    return core.stats(directory.size());
  }

  @Override
  public Future<Void> stop() {
    Promise<Void> stopped = Promise.promise();
    loop.runOnContext(ignored -> leave().onComplete(stopped));
    return stopped.future();
  }

  /** Hears nothing new, sends what it has, closes what it opened. */
  private Future<Void> leave() {
    directory.stop();
    Members.Registration registration = membership;
    if (registration != null) {
      registration.cancel();
    }
    MessageConsumer<Demand> consumer = demands;
    Future<Void> unheard = consumer == null ? Future.succeededFuture() : consumer.unregister();
    core.stop();
    publisher.stop();
    ReplayService replay = replays;
    Future<Void> unasked = replay == null ? Future.succeededFuture() : replay.stop();
    HistoryService history = histories;
    Future<Void> untold = history == null ? Future.succeededFuture() : history.stop();
    Future<Void> stopped =
        Future.join(unheard, unasked, untold, progress.stop(), transport.close()).mapEmpty();
    return TimeLimit.of(vertx, STOP_WITHIN_MS, stopped)
        .otherwiseEmpty()
        .onComplete(
            ignored -> {
              rest.close();
              log.info("feed stopped");
            });
  }
}
