package io.tickwire.push.http;

import io.tickwire.push.auth.HmacTokens;
import io.tickwire.push.protocol.WireFormat;
import io.tickwire.push.subscription.ChannelRules;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * What one event loop serves over HTTP: the limits of its server and all routes. Confined to the
 * event loop.
 */
final class HttpFrontend {
  private static final Pattern LONE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private final Shared shared;
  private final Clock clock;
  private final Authentication authentication;
  private final RequestLimits limits;
  private final BooleanSupplier draining;
  private Map<String, Set<String>> bound = Map.of();

  /**
   * @param draining whether clients should go elsewhere
   */
  HttpFrontend(
      Shared shared,
      Authentication authentication,
      RequestLimits limits,
      BooleanSupplier draining) {
    this.shared = shared;
    this.clock = shared.service().clock();
    this.authentication = authentication;
    this.limits = limits;
    this.draining = draining;
  }

  HttpServerOptions options() {
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

  /** Cuts who is too slow to ask. */
  void watch(HttpConnection connection) {
    RequestDeadline.watch(
        connection,
        shared.door().requestTimeoutMs(),
        shared.door().keepAliveMs(),
        () -> shared.service().telemetry().metrics().counter("http.requests.cut").increment());
  }

  Router router(Vertx vertx, ChannelRules channels, HttpStreams streams) {
    Router router = Router.router(vertx);
    router.route().order(-2).handler(this::keepNobody);
    router.route().order(-2).handler(HttpFrontend::refuseWhatCannotBeDecoded);
    Routes routes =
        new Routes(
            router,
            authentication,
            limits,
            shared.service().telemetry().metrics(),
            shared.audit(),
            shared.tls().isOn());
    router.get(PushLoop.SOCKET_PATH).handler(WebSocketDoor::refusePlainHttp);
    new PositionEndpoints(shared.engine(), clock).register(routes);
    new TriggerEndpoints(shared.engine(), clock).register(routes);
    new AccountEndpoints(shared.engine()).register(routes);
    new MarketEndpoints(shared.catalogue(), shared.market()).register(routes);
    streams.register(routes);
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
    if (draining.getAsBoolean()) {
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

  /** Whether its parameters can be read. */
  static boolean isDecodable(HttpServerRequest request) {
    String query = request.query();
    return query == null || !LONE_PERCENT.matcher(query).find();
  }

  /** The paths of the API and the methods each takes; none before there is a router. */
  Map<String, Set<String>> bound() {
    return bound;
  }
}
