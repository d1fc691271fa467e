package io.tickwire.push.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import io.tickwire.push.auth.HmacTokens;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.auth.UserIds;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code POST /v1/dev/tokens}: a token of any user for anybody; only where that was asked for. */
final class DevTokenEndpoint {
  private static final long DEFAULT_SECONDS = 3_600;
  private static final long MOST_SECONDS = 30 * 86_400;

  private final HmacTokens tokens;
  private final Clock clock;

  DevTokenEndpoint(HmacTokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  void register(Routes routes) {
    routes.on(HttpMethod.POST, "/v1/dev/tokens", null, this::issue);
  }

  private Future<Answer> issue(Call call) {
    Fields body = call.body();
    JsonNode user = body.raw("user");
    if (!body.has("user")) {
      throw body.missing("user");
    }
    if (!user.isTextual() || !UserIds.isValid(user.asText())) {
      throw Refusal.of(ErrorCode.BAD_REQUEST, "user " + UserIds.RULE);
    }
    long nowMs = clock.millis();
    // Whole seconds, as the token says it.
    long expiresAtMs = (nowMs / 1_000 + expiresIn(body)) * 1_000;
    Principal principal = new Principal(user.asText(), scopes(body), List.of(), expiresAtMs);
    return Future.succeededFuture(
        Answer.ok(
            Json.mapper()
                .createObjectNode()
                .put("token", tokens.issue(principal, nowMs))
                .put("expires_at", expiresAtMs)));
  }

  private static long expiresIn(Fields body) {
    JsonNode asked = body.raw("expires_in");
    if (!body.has("expires_in")) {
      return DEFAULT_SECONDS;
    }
    if (!asked.isIntegralNumber() || asked.asLong() < 1 || asked.asLong() > MOST_SECONDS) {
      throw Refusal.field(
          "expires_in", "expires_in must be a whole number of seconds up to " + MOST_SECONDS);
    }
    return asked.asLong();
  }

  private static Set<Scope> scopes(Fields body) {
    if (!body.has("scope")) {
      return EnumSet.of(Scope.PUSH, Scope.TRADE);
    }
    JsonNode asked = body.raw("scope");
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    if (asked.isTextual()) {
      for (String name : asked.asText().split(" ", -1)) {
        scopes.add(scope(name));
      }
    } else {
      asked.forEach(name -> scopes.add(scope(name.asText())));
    }
    return scopes;
  }

  private static Scope scope(String name) {
    return Scope.of(name)
        .orElseThrow(
            () -> Refusal.field("scope", "scope knows push, trade, publish and admin only"));
  }
}
