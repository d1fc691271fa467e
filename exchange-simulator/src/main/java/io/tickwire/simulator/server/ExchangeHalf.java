package io.tickwire.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.simulator.market.Market;
import io.tickwire.simulator.market.TradingFloor;
import io.tickwire.simulator.protocol.ServerIds;
import io.tickwire.simulator.rest.BulletBody;
import io.tickwire.simulator.rest.Envelopes;
import io.tickwire.simulator.session.SessionEnvironment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One origin of the exchange: REST, tokens and sockets of one market on one port. */
public final class ExchangeHalf {

  private static final Logger log = LoggerFactory.getLogger(ExchangeHalf.class);

  private static final int SERVER_ERROR = 500;
  private static final Duration CLOSE_WITHIN = Duration.ofMillis(200);

  private static final String WELCOME_PAGE =
      """
      Tickwire's exchange simulator: KuCoin's public protocol with invented prices.
      Start with POST /api/v1/bullet-public, or print a trade with POST /sim/trades.
      """;

  private final SessionEnvironment sessions;
  private final Market market;
  private final EndpointConfig endpoint;
  private final TokenDesk tokens;
  private final HttpServer server;

  public ExchangeHalf(
      SessionEnvironment sessions,
      Market market,
      EndpointConfig endpoint,
      TradingFloor floor,
      Consumer<Router> controlRoutes) {
    this.sessions = sessions;
    this.market = market;
    this.endpoint = endpoint;
    this.tokens = new TokenDesk(ServerIds.next() + ServerIds.next(), endpoint.tokenLife());
    Vertx vertx = sessions.vertx();
    this.server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setPerMessageWebSocketCompressionSupported(false)
                    .setPerFrameWebSocketCompressionSupported(false))
            .requestHandler(router(vertx, floor, sessions.clock(), controlRoutes))
            .webSocketHandshakeHandler(new SocketDoor(sessions, market, tokens)::onHandshake);
  }

  /** Binds; fails with a sentence when the port is taken. Answers the port. */
  public Future<Integer> listen(String host, int port) {
    return server
        .listen(port, host)
        .map(HttpServer::actualPort)
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof BindException
                        ? new IllegalStateException(
                            "Cannot listen on "
                                + host
                                + " port "
                                + port
                                + " for "
                                + market.label()
                                + ": "
                                + cause.getMessage()
                                + ".",
                            cause)
                        : cause));
  }

  public Future<Void> close() {
    return server.shutdown(CLOSE_WITHIN);
  }

  private Router router(
      Vertx vertx, TradingFloor floor, Clock clock, Consumer<Router> controlRoutes) {
    Router router = Router.router(vertx);
    router
        .get("/")
        .handler(call -> call.response().putHeader("content-type", "text/plain").end(WELCOME_PAGE));
    controlRoutes.accept(router);
    new RestRoutes(market, floor, clock, sessions.faults()).mount(router, this::bullet);
    router.route().last().handler(RestRoutes::refusePath);
    router.errorHandler(SERVER_ERROR, call -> refuseOurFault(call));
    return router;
  }

  private JsonNode bullet(RoutingContext call) {
    String token = tokens.issue(sessions.clock().millis());
    String url = "ws://" + publicHost(call) + ":" + server.actualPort() + "/";
    return BulletBody.of(token, url, endpoint.pingInterval(), endpoint.pingTimeout());
  }

  /** The configured name, or the one the client itself used to get here. */
  private String publicHost(RoutingContext call) {
    @Nullable HostAndPort reached = call.request().authority();
    String host =
        Objects.requireNonNullElse(
            endpoint.publicHost(), reached == null ? "127.0.0.1" : reached.host());
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private static void refuseOurFault(RoutingContext call) {
    log.error("call failed path={}", call.normalizedPath(), call.failure());
    call.response()
        .setStatusCode(SERVER_ERROR)
        .putHeader("content-type", "application/json")
        .end(Envelopes.failure(Integer.toString(SERVER_ERROR), "system error"));
  }
}
