package io.tickwire.common.telemetry;

import io.tickwire.common.wire.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.BindException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The admin port of a process: {@code /livez} (answers at all), {@code /readyz} (200 or 503 with
 * the conditions), {@code /metrics} (Prometheus) and {@code /stats} (JSON).
 */
public final class AdminServer {
  private AdminServer() {}

  /**
   * @return the listening server; fails with the port and its setting when it is in use
   */
  public static Future<HttpServer> listen(Vertx vertx, String host, int port, Telemetry telemetry) {
    Router router = Router.router(vertx);
    router.get("/livez").handler(context -> context.end("ok\n"));
    router.get("/readyz").handler(context -> readyz(context, telemetry.health()));
    router
        .get("/metrics")
        .handler(
            context ->
                context
                    .response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(telemetry.metrics().scrape()));
    router.get("/stats").handler(context -> json(context, 200, telemetry.stats().snapshot()));
    return vertx
        .createHttpServer(new HttpServerOptions().setHost(host).setPort(port))
        .requestHandler(router)
        .listen()
        .recover(failure -> Future.failedFuture(named(failure, host, port)));
  }

  /** A bare "Address already in use" would leave the reader with every port of the process. */
  private static BindException named(Throwable failure, String host, int port) {
    return new BindException(
        "admin port " + port + " on " + host + " (TICKWIRE_ADMIN_PORT): " + failure.getMessage());
  }

  private static void readyz(RoutingContext context, Health health) {
    boolean ready = health.isReady();
    Map<String, Object> body = new TreeMap<>(health.conditions());
    body.put("ready", ready);
    json(context, ready ? 200 : 503, body);
  }

  private static void json(RoutingContext context, int status, Object body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(Json.write(body));
  }
}
