package io.tickwire.push.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a token says once its signature is known to be right. Pure.
 *
 * @param issuer that {@code iss} must name; null takes any
 * @param audience that {@code aud} must name, alone or among others; null takes any
 */
public record TokenClaims(@Nullable String issuer, @Nullable String audience) {
  /** Whoever issued the token, for whomever. */
  public static final TokenClaims ANY = new TokenClaims(null, null);

  TokenVerdict judge(JsonNode claims, long nowMs) {
    JsonNode user = claims.path("sub");
    JsonNode expiry = claims.path("exp");
    JsonNode notBefore = claims.path("nbf");
    if (!user.isTextual() || !UserIds.isValid(user.asText())) {
      return refused("the token names no possible user");
    }
    if (!expiry.isNumber() || (claims.has("nbf") && !notBefore.isNumber())) {
      return refused("the token's time of expiry is missing or not a number");
    }
    long expiresAtMs = toMs(expiry);
    if (expiresAtMs <= nowMs) {
      return refused("the token has expired");
    }
    if (notBefore.isNumber() && toMs(notBefore) > nowMs) {
      return refused("the token is not valid yet");
    }
    if (issuer != null && !isText(claims.path("iss"), issuer)) {
      return refused("the token's issuer is not accepted");
    }
    if (audience != null && !names(claims.path("aud"), audience)) {
      return refused("the token is for another audience");
    }
    return new TokenVerdict.Accepted(
        new Principal(
            user.asText(),
            scopes(claims.path("scope")),
            channels(claims.path("channels")),
            expiresAtMs));
  }

  private static boolean isText(JsonNode node, String wanted) {
    return node.isTextual() && node.asText().equals(wanted);
  }

  private static boolean names(JsonNode claim, String wanted) {
    if (!claim.isArray()) {
      return isText(claim, wanted);
    }
    for (JsonNode item : claim) {
      if (isText(item, wanted)) {
        return true;
      }
    }
    return false;
  }

  /** Saturates: a time beyond the range of a long is the end of time. */
  private static long toMs(JsonNode seconds) {
    long whole = seconds.canConvertToLong() ? seconds.asLong() : Long.MAX_VALUE;
    return whole > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : Math.max(whole, 0) * 1000;
  }

  private static Set<Scope> scopes(JsonNode claim) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String name : claim.isArray() ? texts(claim) : List.of(claim.asText().split(" ", -1))) {
      Scope.of(name).ifPresent(scopes::add);
    }
    return scopes;
  }

  /** A list that says nothing usable allows nothing, as it was meant to limit. */
  private static List<String> channels(JsonNode claim) {
    if (claim.isMissingNode() || claim.isNull()) {
      return List.of();
    }
    List<String> patterns = texts(claim);
    return patterns.isEmpty() ? List.of("") : patterns;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  static TokenVerdict refused(String reason) {
    return new TokenVerdict.Refused(reason);
  }
}
