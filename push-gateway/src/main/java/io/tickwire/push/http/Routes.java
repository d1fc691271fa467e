package io.tickwire.push.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.push.audit.Audit;
import io.tickwire.push.auth.Scope;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binds endpoints to methods and paths: who may call, what the body may weigh, how a refusal and an
 * accident are told, and what HEAD, OPTIONS and wrong methods get.
 */
final class Routes {
  static final int MAX_BODY_BYTES = 65_536;
  private static final Logger log = LoggerFactory.getLogger(Routes.class);

  private final Router router;
  private final Authentication authentication;
  private final MeterRegistry metrics;
  private final Audit audit;
  private final Map<String, Set<HttpMethod>> methods = new LinkedHashMap<>();
  private final Set<String> streams = new LinkedHashSet<>();

  /**
   * @param tls whether browsers shall come by TLS only
   */
  Routes(
      Router router,
      Authentication authentication,
      RequestLimits limits,
      MeterRegistry metrics,
      Audit audit,
      boolean tls) {
    this.audit = audit;
    this.router = router;
    this.authentication = authentication;
    this.metrics = metrics;
    router.route().order(-1).handler(context -> secure(context, tls));
    router
        .route("/v1/*")
        .order(-1)
        .handler(context -> limits.admit(context, authentication.address(context.request())));
  }

  private static void secure(RoutingContext context, boolean tls) {
    HttpServerResponse response = context.response();
    response
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
    if (tls) {
      response.putHeader("Strict-Transport-Security", "max-age=31536000");
    }
    if (context.request().path().startsWith("/v1/")) {
      response.putHeader("Cache-Control", "no-store");
    }
    context.next();
  }

  /**
   * @param scope that the token must have; null lets everybody in
   */
  void on(HttpMethod method, String path, @Nullable Scope scope, Endpoint endpoint) {
    on(method, path, scope, MAX_BODY_BYTES, endpoint);
  }

  /**
   * @param maxBodyBytes of a request
   */
  void on(
      HttpMethod method, String path, @Nullable Scope scope, int maxBodyBytes, Endpoint endpoint) {
    methods.computeIfAbsent(path, ignored -> new LinkedHashSet<>()).add(method);
    // The caller is known before the body is read.
    router.route(method, path).handler(context -> admit(context, path, scope));
    if (method.equals(HttpMethod.GET)) {
      router.route(HttpMethod.HEAD, path).handler(context -> admit(context, path, scope));
      router.route(HttpMethod.HEAD, path).handler(context -> serve(context, endpoint));
    } else {
      router.route(method, path).handler(BodyHandler.create(false).setBodyLimit(maxBodyBytes));
    }
    router.route(method, path).handler(context -> serve(context, endpoint));
  }

  /** Serves GET of a path whose response takes its time; what it throws is answered. */
  void stream(String path, Consumer<Call> endpoint) {
    streams.add(path);
    methods.computeIfAbsent(path, ignored -> new LinkedHashSet<>()).add(HttpMethod.GET);
    router.route(HttpMethod.GET, path).handler(context -> admit(context, path, Scope.PUSH));
    router
        .route(HttpMethod.GET, path)
        .handler(
            context -> {
              try {
                endpoint.accept(new Call(context));
              } catch (Refusal refusal) {
                Answer.problem(refusal.problem()).send(context.response());
              }
            });
  }

  private void admit(RoutingContext context, String path, @Nullable Scope scope) {
    measure(context, path);
    if (scope == null) {
      context.next();
      return;
    }
    // Who it is may have to be looked up, and the body must not pass by meanwhile.
    context.request().pause();
    authentication
        .require(context.request(), scope)
        .onComplete(
            caller -> {
              Call.identify(context, caller);
              watch(context, scope, caller.principal().user());
              context.request().resume();
              context.next();
            },
            failure -> {
              context.request().resume();
              if (failure instanceof Refusal refusal) {
                Problem problem = refusal.problem();
                audit.refused(authentication.address(context.request()), path, problem.detail());
                Answer.problem(problem).send(context.response());
              } else {
                context.fail(failure);
              }
            });
  }

  /** What changes something is told with what became of it. */
  private void watch(RoutingContext context, Scope scope, String user) {
    HttpServerRequest request = context.request();
    boolean reads =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    boolean changes = !reads && isAudited(scope);
    if (changes) {
      String address = authentication.address(request);
      context.addEndHandler(
          ignored -> {
            String made = context.response().headers().get("Location");
            audit.changed(
                scope.wireName(),
                user,
                address,
                request.method().name(),
                request.path(),
                context.response().getStatusCode(),
                made == null ? "" : made.substring(made.lastIndexOf('/') + 1));
          });
    }
  }

  private static boolean isAudited(Scope scope) {
    return scope == Scope.TRADE || scope == Scope.ADMIN;
  }

  private void measure(RoutingContext context, String path) {
    long startedNs = System.nanoTime();
    context.addEndHandler(
        ignored ->
            metrics
                .timer(
                    "http.requests",
                    "method",
                    context.request().method().name(),
                    "route",
                    path,
                    "status",
                    Integer.toString(context.response().getStatusCode()))
                .record(System.nanoTime() - startedNs, TimeUnit.NANOSECONDS));
  }

  private static void serve(RoutingContext context, Endpoint endpoint) {
    try {
      endpoint
          .handle(new Call(context))
          .onSuccess(answer -> answer.send(context.response()))
          .onFailure(context::fail);
    } catch (Refusal refusal) {
      Answer.problem(refusal.problem()).send(context.response());
    }
  }

  /** Every path with the methods it was bound to. */
  Map<String, Set<String>> bound() {
    Map<String, Set<String>> all = new TreeMap<>();
    methods.forEach(
        (path, bound) ->
            all.put(path, bound.stream().map(HttpMethod::name).collect(Collectors.toSet())));
    return all;
  }

  /** Call last: gives every path its OPTIONS and 405, and all others a 404. */
  void close() {
    methods.forEach(this::refuseOthers);
    router.route().order(-1).failureHandler(Routes::refuseWhatBreaksOff);
    router.errorHandler(400, context -> fail(context, 400, "the request is malformed"));
    router.errorHandler(404, context -> fail(context, 404, "no such path"));
    router.errorHandler(405, Routes::refuseToWrite);
    router.errorHandler(413, context -> fail(context, 413, "the body is too long"));
    router.errorHandler(500, Routes::accident);
  }

  /** The pages are bound elsewhere, and only to be read. */
  private static void refuseToWrite(RoutingContext context) {
    context.response().putHeader("Allow", "GET, HEAD");
    fail(context, 405, "this path takes GET, HEAD");
  }

  /** A body that cannot be read to its end fails with whatever status the response has by then. */
  private static void refuseWhatBreaksOff(RoutingContext context) {
    if (context.statusCode() == 200) {
      context.response().putHeader("Connection", "close");
      fail(context, 400, "the request is malformed");
    } else {
      context.next();
    }
  }

  private void refuseOthers(String path, Set<HttpMethod> allowed) {
    Set<String> names = new LinkedHashSet<>();
    allowed.forEach(method -> names.add(method.name()));
    if (allowed.contains(HttpMethod.GET) && !streams.contains(path)) {
      names.add("HEAD");
    }
    names.add("OPTIONS");
    String allow = String.join(", ", names);
    router
        .route(path)
        .handler(
            context -> {
              context.response().putHeader("Allow", allow);
              if (context.request().method().equals(HttpMethod.OPTIONS)) {
                context.response().setStatusCode(204).end();
              } else {
                fail(context, 405, "this path takes " + allow);
              }
            });
  }

  private static void fail(RoutingContext context, int status, String detail) {
    ErrorCode code = status == 404 ? ErrorCode.NOT_FOUND : ErrorCode.BAD_REQUEST;
    Answer.problem(Refusal.status(status, code, detail).problem()).send(context.response());
  }

  /** The cause is for the log; no trace of it leaves the process. */
  private static void accident(RoutingContext context) {
    // A client that is gone in the middle of its request is no accident.
    if (!(context.failure() instanceof HttpClosedException)) {
      log.error(
          "request failed method={} path={}",
          context.request().method(),
          context.request().path(),
          context.failure());
    }
    Answer.problem(Refusal.of(ErrorCode.INTERNAL, "something went wrong in the gateway").problem())
        .send(context.response());
  }
}
