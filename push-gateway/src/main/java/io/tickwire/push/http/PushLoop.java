package io.tickwire.push.http;

import io.tickwire.push.fanout.Fanout;
import io.tickwire.push.fanout.History;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.market.QuoteListener;
import io.tickwire.push.profile.WatchlistView;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.subscription.ChannelRules;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's share of the gateway: an HTTP server that listens together with those of the
 * others, the connections it accepted and their fan-out. One timer serves all of them.
 */
public final class PushLoop extends VerticleBase implements QuoteListener {
  static final String SOCKET_PATH = "/v1/ws";

  /** Windows end at most this late. */
  private static final long FLUSH_MS = 10;

  /** Sessions look at the time this often. */
  private static final long SWEEP_MS = 100;

  private static final long SHUTDOWN_SECONDS = 2;

  private final Shared shared;
  private final SocketAddress address;
  private final Clock clock;
  private final Authentication authentication;
  private final Doorkeeper doorkeeper;
  private final HttpFrontend frontend;
  private final Fanout fanout;
  private final History history;
  private final ConnectionPools<Connection> pools;
  private final SecureRandom random = new SecureRandom();
  private @Nullable HttpServer server;
  private @Nullable WebSocketDoor door;
  private @Nullable Departure departure;
  private @Nullable HttpStreams streams;
  private long lastSweepMs;
  private boolean draining;

  /**
   * @param number of this loop, from 0
   * @param address to listen on, the same for all loops of a gateway
   */
  public PushLoop(Shared shared, int number, SocketAddress address) {
    this.shared = shared;
    this.fanout = new Fanout(shared.metrics());
    this.pools =
        new ConnectionPools<>(
            number,
            shared.transport().poolSize(),
            shared.http().maxConnections() / shared.http().eventLoops(),
            pool -> shared.metrics().watchPool(pool.name(), pool.count()));
    this.address = address;
    this.clock = shared.service().clock();
    this.history = new History(shared.fanout());
    RequestLimits limits = new RequestLimits(shared);
    this.authentication = new Authentication(shared, limits);
    this.doorkeeper =
        new Doorkeeper(shared, authentication, limits, () -> requireStarted(departure).afterMs());
    this.frontend = new HttpFrontend(shared, authentication, limits, () -> draining);
  }

  @Override
  public Future<?> start() {
    ChannelRules channels =
        new ChannelRules(shared.catalogue()::contains, shared.session().families());
    shared
        .identity()
        .revocations()
        .onRevoked(keyId -> context.runOnContext(ignored -> revoked(keyId)));
    WatchlistView lists = new WatchlistView(shared.profiles(), context);
    lists.start();
    HttpStreams readers =
        new HttpStreams(shared, context, channels, history, lists, authentication);
    streams = readers;
    departure = new Departure(vertx, random, shared.door().drainMs());
    door =
        new WebSocketDoor(
            shared,
            (ContextInternal) context,
            doorkeeper,
            pools,
            surroundings(channels, lists),
            () -> draining);
    vertx.setPeriodic(FLUSH_MS, ignored -> onTime());
    return listen(door, frontend.router(vertx, channels, readers));
  }

  private Future<HttpServer> listen(WebSocketDoor sockets, Router router) {
    HttpServer fresh =
        vertx
            .createHttpServer(frontend.options())
            .connectionHandler(frontend::watch)
            .invalidRequestHandler(InvalidRequest::refuse)
            .requestHandler(
                request -> {
                  if (WebSocketDoor.isAskedFor(request)) {
                    sockets.upgrade(request);
                  } else {
                    router.handle(request);
                  }
                });
    server = fresh;
    shared.tls().serve(fresh);
    return fresh.listen(address);
  }

  private void revoked(String keyId) {
    doorkeeper.revoked(keyId);
    requireStarted(streams).revoked(keyId);
  }

  private Connection.Surroundings surroundings(ChannelRules channels, WatchlistView lists) {
    return new Connection.Surroundings(
        context,
        clock,
        shared.fanout(),
        fanout,
        history,
        new JoinedChannels.Sources(
            context, channels, shared.market(), this, lists, shared.metrics()),
        shared.budgets(),
        shared.identity(),
        shared.profiles(),
        shared.audit(),
        shared.metrics());
  }

  private static <T> T requireStarted(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the loop has not started");
    }
    return part;
  }

  private void onTime() {
    long nowMs = clock.millis();
    fanout.flush(nowMs);
    requireStarted(streams).onTime(nowMs);
    if (Math.abs(nowMs - lastSweepMs) >= SWEEP_MS) {
      lastSweepMs = nowMs;
      pools.forEach(connection -> connection.onTime(nowMs));
    }
  }

  /** Takes events from before the start, for those who come back. Any thread. */
  public void onHistory(List<Publication> events, Offset offset) {
    context.runOnContext(ignored -> history.add(events, offset));
  }

  /** Takes events in the order of the log. Any thread, but always the same. */
  public void onEvents(List<Publication> events, Offset offset) {
    context.runOnContext(
        ignored -> {
          history.add(events, offset);
          fanout.onEvents(events, clock.millis());
          requireStarted(streams).onEvents(events);
        });
  }

  @Override
  public void onQuotes(List<Publication> quotes) {
    context.runOnContext(ignored -> fanout.onQuotes(quotes, clock.millis()));
  }

  @Override
  public Future<?> stop() {
    if (door != null) {
      door.close();
    }
    return Future.succeededFuture();
  }

  /** What there is to say about its pools. Any thread. */
  public List<?> pools() {
    return pools.snapshots();
  }

  /** The paths of the API and the methods each takes; call after the start. */
  public Map<String, Set<String>> routes() {
    return frontend.bound();
  }

  /** The port it listens on. */
  public int port() {
    return requireStarted(server).actualPort();
  }

  /**
   * Takes nobody in any more, sends everybody away, spread over the time for it, and stops
   * listening. Any thread.
   */
  public Future<Void> drain() {
    return Future.future(done -> context.runOnContext(ignored -> leave().onComplete(done)));
  }

  private Future<Void> leave() {
    draining = true;
    HttpStreams readers = requireStarted(streams);
    List<Departure.Leaver> leavers = new ArrayList<>();
    pools.forEach(leavers::add);
    leavers.addAll(readers.leave());
    return requireStarted(departure)
        .of(leavers, () -> pools.isEmpty() && readers.isEmpty())
        .compose(ignored -> requireStarted(server).shutdown(SHUTDOWN_SECONDS, TimeUnit.SECONDS));
  }
}
