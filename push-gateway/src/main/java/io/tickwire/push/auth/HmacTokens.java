package io.tickwire.push.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * JSON Web Tokens signed with HS256 and a shared secret. The algorithm is pinned: what a token says
 * about its own algorithm can only be agreed with, never obeyed. Immutable, any thread.
 */
public final class HmacTokens implements TokenVerifier {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String HEADER = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

  private final SecretKeySpec key;
  private final TokenClaims claims;

  /** Takes tokens of any issuer, for any audience. */
  public HmacTokens(byte[] secret) {
    this(secret, TokenClaims.ANY);
  }

  /**
   * @param secret 32 bytes at least, as HS256 demands
   */
  public HmacTokens(byte[] secret, TokenClaims claims) {
    if (secret.length < AuthConfig.SHORTEST_SECRET) {
      throw new IllegalArgumentException("secret too short: bytes=" + secret.length);
    }
    this.key = new SecretKeySpec(secret, ALGORITHM);
    this.claims = claims;
  }

  /** A token for this principal, such as this gateway accepts. */
  public String issue(Principal principal, long nowMs) {
    ObjectNode body = Json.mapper().createObjectNode();
    body.put("sub", principal.user());
    body.put(
        "scope",
        principal.scopes().stream().map(Scope::wireName).sorted().collect(Collectors.joining(" ")));
    if (!principal.channels().isEmpty()) {
      principal.channels().forEach(body.withArray("channels")::add);
    }
    if (claims.issuer() != null) {
      body.put("iss", claims.issuer());
    }
    if (claims.audience() != null) {
      body.put("aud", claims.audience());
    }
    body.put("iat", nowMs / 1000);
    body.put("exp", principal.expiresAtMs() / 1000);
    String signed = HEADER + "." + encode(Json.write(body));
    byte[] signature = sign(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  @Override
  public TokenVerdict verify(String token, long nowMs) {
    try {
      SignedToken signed = SignedToken.parse(token);
      if (!signed.claims(TokenAlgorithm.HS256)) {
        return TokenClaims.refused("the token's algorithm is not accepted");
      }
      return MessageDigest.isEqual(sign(signed.signedBytes()), signed.signature())
          ? claims.judge(signed.payload(), nowMs)
          : TokenClaims.refused("the token's signature is wrong");
    } catch (IllegalArgumentException e) {
      return TokenClaims.refused("not a signed JSON Web Token");
    }
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] sign(byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HMAC with SHA-256", e);
    }
  }
}
