package io.tickwire.push.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.push.admission.Admission;
import io.tickwire.push.admission.ClientAddress;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.auth.TokenVerdict;
import io.tickwire.push.identity.Credentials;
import io.tickwire.push.identity.Identified;
import io.tickwire.push.identity.Identity;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the credentials of a request and asks whom they speak for and what they allow. */
final class Authentication {
  private static final String BEARER = "bearer ";

  private final Identity identity;
  private final Admission admission;
  private final RequestLimits limits;
  private final int trustedProxies;
  private final Clock clock;
  private final MeterRegistry metrics;

  Authentication(Shared shared, RequestLimits limits) {
    this.identity = shared.identity();
    this.admission = shared.admission();
    this.limits = limits;
    this.trustedProxies = shared.admissionConfig().trustedProxies();
    this.clock = shared.service().clock();
    this.metrics = shared.service().telemetry().metrics();
  }

  /**
   * Whom a request is served for.
   *
   * @param keyId of the API key it came with; null with a token
   */
  record Caller(Principal principal, @Nullable String keyId) {}

  /**
   * Fails with a {@link Refusal} when nobody is named, the scope is missing or the user asks too
   * often.
   */
  Future<Caller> require(HttpServerRequest request, Scope scope) {
    Credentials credentials = credentials(request);
    if (credentials == null) {
      return Future.failedFuture(Refusal.of(ErrorCode.UNAUTHENTICATED, "a token is needed"));
    }
    String address = address(request);
    long bannedForMs = admission.bannedForMs(address, clock.millis());
    if (bannedForMs > 0) {
      return Future.failedFuture(TurnAway.BANNED.refuse(bannedForMs, metrics));
    }
    return identify(credentials, address).map(found -> caller(found, scope, address));
  }

  /** Fails with a {@link Refusal} when an API key cannot be looked up. */
  Future<Identified> identify(Credentials credentials, String address) {
    return identity
        .identify(credentials)
        .recover(
            failure ->
                Future.failedFuture(
                    Refusal.of(ErrorCode.UNAVAILABLE, "the API key cannot be looked up now")))
        .onSuccess(
            found -> {
              if (found.verdict() instanceof TokenVerdict.Refused) {
                admission.failed(address, clock.millis());
              }
            });
  }

  private Caller caller(Identified found, Scope scope, String address) {
    Principal principal = judge(found.verdict(), scope);
    limits.require(principal.user(), scope, address);
    return new Caller(principal, found.keyId());
  }

  private static Principal judge(TokenVerdict verdict, Scope scope) {
    if (verdict instanceof TokenVerdict.Refused refused) {
      throw Refusal.of(ErrorCode.UNAUTHENTICATED, refused.reason());
    }
    Principal principal = ((TokenVerdict.Accepted) verdict).principal();
    if (!principal.may(scope)) {
      throw Refusal.of(ErrorCode.FORBIDDEN, "the token lacks the scope " + scope.wireName());
    }
    return principal;
  }

  /** Whom the request is counted for. */
  String address(HttpServerRequest request) {
    return ClientAddress.of(
        String.valueOf(request.remoteAddress().hostAddress()),
        forwardedFor(request.headers().getAll("X-Forwarded-For")),
        trustedProxies);
  }

  /** A proxy may add a line of its own to what the client has said. */
  private static @Nullable String forwardedFor(List<String> lines) {
    return lines.isEmpty() ? null : String.join(",", lines);
  }

  /** In headers, else in the query, tokens before keys; null when there are none. */
  static @Nullable Credentials credentials(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    if (header != null) {
      return new Credentials.Token(
          header.regionMatches(true, 0, BEARER, 0, BEARER.length())
              ? header.substring(BEARER.length()).strip()
              : "");
    }
    String key = request.getHeader("X-API-Key");
    if (key != null) {
      return new Credentials.Key(key.strip());
    }
    String token = parameter(request, "token");
    if (token != null) {
      return new Credentials.Token(token);
    }
    String named = parameter(request, "api_key");
    String camel = named == null ? parameter(request, "apiKey") : named;
    return camel == null ? null : new Credentials.Key(camel);
  }

  private static @Nullable String parameter(HttpServerRequest request, String name) {
    String value = request.getParam(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
