package io.tickwire.push.auth;

import io.tickwire.common.wire.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Issues tokens with a private key, and says what its public one is. */
public final class Signer {
  private final TokenAlgorithm algorithm;
  private final String id;
  private final KeyPair pair;

  private Signer(TokenAlgorithm algorithm, String id, KeyPair pair) {
    this.algorithm = algorithm;
    this.id = id;
    this.pair = pair;
  }

  public static Signer of(TokenAlgorithm algorithm, String id) {
    return of(algorithm, id, 2_048);
  }

  static Signer of(TokenAlgorithm algorithm, String id, int rsaBits) {
    try {
      boolean rsa = algorithm == TokenAlgorithm.RS256;
      KeyPairGenerator generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "EC");
      if (rsa) {
        generator.initialize(rsaBits);
      } else {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      return new Signer(algorithm, id, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public byte[] publicKey() {
    return pair.getPublic().getEncoded();
  }

  /** As an entry of a JWKS document. */
  Map<String, String> jwk() {
    if (pair.getPublic() instanceof RSAPublicKey key) {
      return Map.of(
          "kty",
          "RSA",
          "kid",
          id,
          "n",
          number(key.getModulus(), 0),
          "e",
          number(key.getPublicExponent(), 0));
    }
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    return Map.of(
        "kty",
        "EC",
        "crv",
        "P-256",
        "kid",
        id,
        "x",
        number(key.getW().getAffineX(), 32),
        "y",
        number(key.getW().getAffineY(), 32));
  }

  /** A JWKS document of these. */
  public static String jwks(Signer... signers) {
    List<Map<String, String>> keys = Arrays.stream(signers).map(Signer::jwk).toList();
    return Json.write(Map.of("keys", keys));
  }

  private static String number(BigInteger number, int bytes) {
    byte[] raw = number.toByteArray();
    int from = raw[0] == 0 && raw.length > 1 ? 1 : 0;
    byte[] bare = Arrays.copyOfRange(raw, from, raw.length);
    byte[] padded = new byte[Math.max(bytes, bare.length)];
    System.arraycopy(bare, 0, padded, padded.length - bare.length, bare.length);
    return base64(padded);
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  public String sign(String claims) {
    return sign("{'alg':'" + algorithm + "','kid':'" + id + "'}", claims);
  }

  /** With a header as it is given; single quotes are double ones. */
  String sign(String header, String claims) {
    String text =
        base64(header.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
            + "."
            + base64(claims.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    try {
      Signature signature =
          Signature.getInstance(
              algorithm == TokenAlgorithm.RS256 ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
      signature.initSign(pair.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
