package io.tickwire.push.http;

import io.tickwire.common.wire.ErrorCode;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.auth.TokenVerdict;
import io.tickwire.push.auth.TokenVerifier;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Finds the token of a request and asks what it allows. */
final class Authentication {
  private static final String BEARER = "bearer ";

  private final TokenVerifier tokens;
  private final Clock clock;

  Authentication(TokenVerifier tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * @throws Refusal when nobody is named or the scope is missing
   */
  Principal require(HttpServerRequest request, Scope scope) {
    String token = token(request);
    if (token == null) {
      throw Refusal.of(ErrorCode.UNAUTHENTICATED, "a token is needed");
    }
    TokenVerdict verdict = tokens.verify(token, clock.millis());
    if (verdict instanceof TokenVerdict.Refused refused) {
      throw Refusal.of(ErrorCode.UNAUTHENTICATED, refused.reason());
    }
    Principal principal = ((TokenVerdict.Accepted) verdict).principal();
    if (!principal.may(scope)) {
      throw Refusal.of(ErrorCode.FORBIDDEN, "the token lacks the scope " + scope.wireName());
    }
    return principal;
  }

  /** The token in the header, else in the query; null when there is none. */
  static @Nullable String token(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    if (header != null) {
      return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
          ? header.substring(BEARER.length()).strip()
          : "";
    }
    String query = request.getParam("token");
    return query == null || query.isEmpty() ? null : query;
  }
}
