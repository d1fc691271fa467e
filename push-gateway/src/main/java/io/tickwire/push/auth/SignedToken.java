package io.tickwire.push.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The three parts of a JSON Web Token, nothing of it believed yet. Pure. */
final class SignedToken {
  private static final int LONGEST = 8_192;

  private final JsonNode header;
  private final String text;
  private final String payload;
  private final byte[] signature;

  private SignedToken(JsonNode header, String text, String payload, byte[] signature) {
    this.header = header;
    this.text = text;
    this.payload = payload;
    this.signature = signature;
  }

  /**
   * @throws IllegalArgumentException when it has another form
   */
  static SignedToken parse(String token) {
    String[] parts = token.split("\\.", -1);
    if (token.length() > LONGEST || parts.length != 3) {
      throw new IllegalArgumentException("not a signed JSON Web Token");
    }
    return new SignedToken(
        decode(parts[0]),
        parts[0] + "." + parts[1],
        parts[1],
        Base64.getUrlDecoder().decode(parts[2]));
  }

  /** Whether it claims that algorithm, and nothing that would have to be understood. */
  boolean claims(TokenAlgorithm algorithm) {
    JsonNode named = header.path("alg");
    return named.isTextual() && named.asText().equals(algorithm.name()) && !header.has("crit");
  }

  /** Which key it says it is signed with; null when it does not say. */
  @Nullable String keyId() {
    JsonNode named = header.path("kid");
    return named.isTextual() ? named.asText() : null;
  }

  byte[] signedBytes() {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  byte[] signature() {
    return signature.clone();
  }

  /**
   * Look at it only when the signature is right.
   *
   * @throws IllegalArgumentException when it is no JSON object
   */
  JsonNode payload() {
    return decode(payload);
  }

  private static JsonNode decode(String part) {
    byte[] json = Base64.getUrlDecoder().decode(part);
    return Json.read(new String(json, StandardCharsets.UTF_8), ObjectNode.class);
  }
}
