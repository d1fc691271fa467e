package io.tickwire.push.http;

import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Ids;
import io.tickwire.push.auth.HmacTokens;
import io.tickwire.push.auth.TokenVerifier;
import io.tickwire.push.fanout.Fanout;
import io.tickwire.push.fanout.History;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.market.QuoteListener;
import io.tickwire.push.profile.WatchlistView;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.protocol.WireFormat;
import io.tickwire.push.session.SessionRules;
import io.tickwire.push.subscription.ChannelRules;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's share of the gateway: an HTTP server that listens together with those of the
 * others, the connections it accepted and their fan-out. One timer serves all of them.
 */
public final class PushLoop extends VerticleBase implements QuoteListener {
  static final String SOCKET_PATH = "/v1/ws";

  private static final Pattern LONE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  /** What may be on the way to a reader before others of his messages wait here. */
  private static final int SOCKET_BUFFER_BYTES = 65_536;

  /** Windows end at most this late. */
  private static final long FLUSH_MS = 10;

  /** Sessions look at the time this often. */
  private static final long SWEEP_MS = 100;

  private static final long SHUTDOWN_SECONDS = 2;

  private final Shared shared;
  private final SocketAddress address;
  private final Clock clock;
  private final RequestLimits limits;
  private final Authentication authentication;
  private final Doorkeeper doorkeeper;
  private final Fanout fanout;
  private final History history;
  private final ConnectionPools<Connection> pools;
  private final SecureRandom random = new SecureRandom();
  private final DeflateDoor deflate;
  private @Nullable HttpServer server;
  private @Nullable BiFunction<TokenVerifier, String, Connection.Surroundings> surroundings;
  private Map<String, Set<String>> bound = Map.of();
  private final LastFrames frames = new LastFrames();
  private ChannelSocket.@Nullable Shares shares;
  private @Nullable Departure departure;
  private @Nullable HttpStreams streams;
  private @Nullable WatchlistView watchlists;
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
    this.limits = new RequestLimits(shared);
    this.authentication = new Authentication(shared, limits);
    this.doorkeeper =
        new Doorkeeper(shared, authentication, limits, () -> requireStarted(departure).afterMs());
    this.deflate = new DeflateDoor(shared.http().maxMessageBytes());
  }

  @Override
  public Future<?> start() {
    ChannelRules channels =
        new ChannelRules(shared.catalogue()::contains, shared.session().families());
    shares =
        new ChannelSocket.Shares(
            new Flushes(task -> context.runOnContext(ignored -> task.run())), frames);
    surroundings = (tokens, clientAddress) -> surroundings(tokens, clientAddress, channels);
    shared
        .identity()
        .revocations()
        .onRevoked(keyId -> context.runOnContext(ignored -> revoked(keyId)));
    WatchlistView lists = new WatchlistView(shared.profiles(), context);
    lists.start();
    watchlists = lists;
    streams = new HttpStreams(shared, context, channels, history, lists, authentication);
    departure = new Departure(vertx, random, shared.door().drainMs());
    vertx.setPeriodic(FLUSH_MS, ignored -> onTime());
    Router router = router(channels);
    HttpServer fresh =
        vertx
            .createHttpServer(options())
            .connectionHandler(this::watch)
            .invalidRequestHandler(InvalidRequest::refuse)
            .requestHandler(
                request -> {
                  if (asksForWebSocket(request)) {
                    upgrade(request);
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

  private Connection.Surroundings surroundings(
      TokenVerifier tokens, String clientAddress, ChannelRules channels) {
    return new Connection.Surroundings(
        context,
        clock,
        new SessionRules(
            shared.session(),
            tokens,
            channels,
            history,
            requireStarted(watchlists),
            shared.allowances().ofSocket(clientAddress)),
        shared.fanout(),
        fanout,
        history,
        new JoinedChannels.Sources(
            context, channels, shared.market(), this, requireStarted(watchlists), shared.metrics()),
        shared.budgets(),
        shared.identity(),
        shared.profiles(),
        shared.audit(),
        shared.metrics());
  }

  private void watch(HttpConnection connection) {
    RequestDeadline.watch(
        connection,
        shared.door().requestTimeoutMs(),
        shared.door().keepAliveMs(),
        () -> shared.service().telemetry().metrics().counter("http.requests.cut").increment());
  }

  private HttpServerOptions options() {
    int messageBytes = shared.http().maxMessageBytes();
    HttpServerOptions options = new HttpServerOptions();
    shared.tls().apply(options);
    return options
        // Until it knows which of the two is spoken, nobody could see how slowly it is.
        .setHttp2ClearTextEnabled(false)
        .setMaxInitialLineLength(shared.door().maxUriBytes())
        .setMaxHeaderSize(shared.door().maxHeaderBytes())
        .setMaxWebSocketFrameSize(messageBytes)
        .setMaxWebSocketMessageSize(messageBytes)
        .setWebSocketClosingTimeout(PushSocket.CLOSING_MS / 1_000)
        .addWebSocketSubProtocol(WireFormat.JSON.subprotocol())
        .addWebSocketSubProtocol(WireFormat.CBOR.subprotocol())
        // Compressing each message for each connection costs three times the processor and memory;
        // what is compressed once for all is agreed on elsewhere.
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false);
  }

  private Router router(ChannelRules channels) {
    Router router = Router.router(vertx);
    router.route().order(-2).handler(this::keepNobody);
    router.route().order(-2).handler(PushLoop::refuseWhatCannotBeDecoded);
    Routes routes =
        new Routes(
            router,
            authentication,
            limits,
            shared.service().telemetry().metrics(),
            shared.audit(),
            shared.tls().isOn());
    router.get(SOCKET_PATH).handler(PushLoop::refusePlainHttp);
    new PositionEndpoints(shared.engine(), clock).register(routes);
    new TriggerEndpoints(shared.engine(), clock).register(routes);
    new AccountEndpoints(shared.engine()).register(routes);
    new MarketEndpoints(shared.catalogue(), shared.market()).register(routes);
    requireStarted(streams).register(routes);
    new EventEndpoints(shared.intake()).register(routes);
    new ProfileEndpoints(
            shared.profiles(),
            shared.catalogue(),
            channels,
            shared.http().maxSymbols(),
            shared.http().maxSubscriptions())
        .register(routes);
    new ApiKeyEndpoints(shared.identity().keys(), clock).register(routes);
    HmacTokens issuer = shared.identity().issuer();
    if (shared.auth().devTokens() && issuer != null) {
      new DevTokenEndpoint(issuer, clock).register(routes);
    }
    new Documents().register(routes);
    shared.pages().register(router);
    bound = routes.bound();
    routes.close();
    return router;
  }

  /** While it leaves, the next request of a client should go elsewhere. */
  private void keepNobody(RoutingContext call) {
    if (draining) {
      call.response().putHeader("Connection", "close");
    }
    call.next();
  }

  /** Later, whoever looks at a parameter would fail. */
  private static void refuseWhatCannotBeDecoded(RoutingContext call) {
    if (isDecodable(call.request())) {
      call.next();
    } else {
      call.fail(400);
    }
  }

  private static boolean isDecodable(HttpServerRequest request) {
    String query = request.query();
    return query == null || !LONE_PERCENT.matcher(query).find();
  }

  /** WebSockets pass by the router, whose wrapper would hide the socket. */
  private static boolean asksForWebSocket(HttpServerRequest request) {
    return request.method().equals(HttpMethod.GET)
        && SOCKET_PATH.equals(request.path())
        && isDecodable(request)
        && request.canUpgradeToWebSocket();
  }

  private void upgrade(HttpServerRequest request) {
    Doorkeeper.Visitor visitor = doorkeeper.look(request);
    boolean deflated = shared.transport().deflates() && deflate.agree(request);
    request
        .toWebSocket()
        .onSuccess(
            socket -> {
              RequestDeadline.lift(socket);
              if (deflated) {
                deflate.open(socket);
              }
              doorkeeper.admit(open(socket), visitor, this::accept);
            });
  }

  private PushSocket open(ServerWebSocket socket) {
    return shared.transport().sharedFrames()
        ? ChannelSocket.of(
            socket,
            (ContextInternal) context,
            SOCKET_BUFFER_BYTES,
            shared.http().maxMessageBytes(),
            requireStarted(shares))
        : new StockSocket(socket, SOCKET_BUFFER_BYTES);
  }

  private static void refusePlainHttp(RoutingContext call) {
    call.response().putHeader("Upgrade", "websocket");
    Answer.problem(
            Refusal.status(426, ErrorCode.BAD_REQUEST, "this path speaks WebSocket").problem())
        .send(call.response());
  }

  /**
   * @param token that the session shall judge; null when the client has sent none yet
   * @param tokens that judge it, and those to come
   * @param onGone is run once, also when it is turned away
   */
  private void accept(
      PushSocket socket,
      Doorkeeper.Visitor visitor,
      @Nullable String token,
      VisitorTokens tokens,
      Runnable onGone) {
    AtomicInteger count = shared.metrics().connections();
    if (draining) {
      doorkeeper.sendOn(socket, "draining");
      onGone.run();
      return;
    }
    if (count.incrementAndGet() > shared.http().maxConnections()) {
      count.decrementAndGet();
      doorkeeper.turnAway(socket, visitor.address(), TurnAway.FULL);
      onGone.run();
      return;
    }
    long sinceMs = clock.millis();
    Connection connection =
        new Connection(
            socket,
            Ids.next(Ids.CONNECTION, sinceMs),
            visitor.address(),
            requireStarted(surroundings).apply(tokens, visitor.address()));
    ConnectionPool<Connection> pool = pools.add(connection);
    connection.start(
        visitor.restores(),
        token,
        () -> {
          pool.remove(connection);
          shared.metrics().disconnected(clock.millis() - sinceMs);
          onGone.run();
        });
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
    deflate.close();
    frames.close();
    return Future.succeededFuture();
  }

  /** What there is to say about its pools. Any thread. */
  public List<?> pools() {
    return pools.snapshots();
  }

  /** The paths of the API and the methods each takes; call after the start. */
  public Map<String, Set<String>> routes() {
    return bound;
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
