package io.tickwire.push.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * JSON Web Tokens signed with HS256 and a shared secret. The algorithm is pinned: what a token says
 * about its own algorithm can only be agreed with, never obeyed. Immutable, any thread.
 */
public final class HmacTokens implements TokenVerifier {
  private static final int LONGEST = 8_192;
  private static final String ALGORITHM = "HmacSHA256";
  private static final String HEADER = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

  private final SecretKeySpec key;

  /**
   * @param secret 32 bytes at least, as HS256 demands
   */
  public HmacTokens(byte[] secret) {
    if (secret.length < AuthConfig.SHORTEST_SECRET) {
      throw new IllegalArgumentException("secret too short: bytes=" + secret.length);
    }
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** A token for this principal. */
  public String issue(Principal principal, long nowMs) {
    ObjectNode claims = Json.mapper().createObjectNode();
    claims.put("sub", principal.user());
    claims.put(
        "scope",
        principal.scopes().stream().map(Scope::wireName).sorted().collect(Collectors.joining(" ")));
    if (!principal.channels().isEmpty()) {
      principal.channels().forEach(claims.withArray("channels")::add);
    }
    claims.put("iat", nowMs / 1000);
    claims.put("exp", principal.expiresAtMs() / 1000);
    String signed = HEADER + "." + encode(Json.write(claims));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(sign(signed));
  }

  @Override
  public TokenVerdict verify(String token, long nowMs) {
    String[] parts = token.split("\\.", -1);
    if (token.length() > LONGEST || parts.length != 3) {
      return refused("not a signed JSON Web Token");
    }
    try {
      JsonNode header = decode(parts[0]);
      if (!"HS256".equals(header.path("alg").asText()) || header.has("crit")) {
        return refused("the token's algorithm is not accepted");
      }
      byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
      if (!MessageDigest.isEqual(sign(parts[0] + "." + parts[1]), signature)) {
        return refused("the token's signature is wrong");
      }
      return judge(decode(parts[1]), nowMs);
    } catch (IllegalArgumentException e) {
      return refused("not a signed JSON Web Token");
    }
  }

  private static TokenVerdict judge(JsonNode claims, long nowMs) {
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
    return new TokenVerdict.Accepted(
        new Principal(
            user.asText(),
            scopes(claims.path("scope")),
            channels(claims.path("channels")),
            expiresAtMs));
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

  private static JsonNode decode(String part) {
    byte[] json = Base64.getUrlDecoder().decode(part);
    return Json.read(new String(json, StandardCharsets.UTF_8), ObjectNode.class);
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] sign(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HMAC with SHA-256", e);
    }
  }

  private static TokenVerdict refused(String reason) {
    return new TokenVerdict.Refused(reason);
  }
}
