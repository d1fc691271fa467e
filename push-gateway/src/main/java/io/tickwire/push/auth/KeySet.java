package io.tickwire.push.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Public keys that tokens may be signed with, by their id, as a JWKS document (RFC 7517) lists
 * them. Keys for another algorithm or another use are left out. Pure.
 */
public record KeySet(Map<String, PublicKey> keys) {
  /** No key at all. */
  public static final KeySet EMPTY = new KeySet(Map.of());

  private static final int LEAST_RSA_BITS = 2_048;

  public KeySet {
    keys = Map.copyOf(keys);
  }

  /**
   * Reads the keys of one algorithm.
   *
   * @throws IllegalArgumentException when it is no such document or holds no key for it
   */
  public static KeySet read(String json, TokenAlgorithm algorithm) {
    JsonNode list = Json.read(json, JsonNode.class).path("keys");
    Map<String, PublicKey> keys = new LinkedHashMap<>();
    for (JsonNode item : list) {
      boolean forSigning = item.path("use").asText("sig").equals("sig");
      boolean forThis = item.path("alg").asText(algorithm.name()).equals(algorithm.name());
      PublicKey key = forSigning && forThis ? key(item, algorithm) : null;
      if (key != null) {
        keys.put(item.path("kid").asText(""), key);
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a key set without a key for " + algorithm);
    }
    return new KeySet(keys);
  }

  private static @Nullable PublicKey key(JsonNode item, TokenAlgorithm algorithm) {
    try {
      String type = item.path("kty").asText();
      if (algorithm == TokenAlgorithm.RS256 && type.equals("RSA")) {
        return rsa(number(item, "n"), number(item, "e"));
      }
      return algorithm == TokenAlgorithm.ES256
              && type.equals("EC")
              && item.path("crv").asText().equals("P-256")
          ? p256(new ECPoint(number(item, "x"), number(item, "y")))
          : null;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a key that cannot be: " + e.getMessage(), e);
    }
  }

  private static PublicKey rsa(BigInteger modulus, BigInteger exponent)
      throws GeneralSecurityException {
    if (modulus.bitLength() < LEAST_RSA_BITS) {
      throw new IllegalArgumentException("an RSA key is too short: bits=" + modulus.bitLength());
    }
    return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
  }

  private static PublicKey p256(ECPoint point) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
  }

  private static BigInteger number(JsonNode item, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(item.path(name).asText()));
  }

  /** The key of that id; without an id the only one there is. */
  @Nullable PublicKey find(@Nullable String id) {
    if (id != null) {
      return keys.get(id);
    }
    return keys.size() == 1 ? keys.values().iterator().next() : null;
  }
}
