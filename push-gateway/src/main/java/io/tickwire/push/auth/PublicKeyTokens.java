package io.tickwire.push.auth;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * JSON Web Tokens signed with RS256 or ES256. The algorithm is pinned, and a key is only ever used
 * for its own: a public key cannot pass for a secret. Immutable but for the keys, any thread.
 */
public final class PublicKeyTokens implements TokenVerifier {
  private static final int P256_BYTES = 32;

  private final TokenAlgorithm algorithm;
  private final TokenClaims claims;
  private final Supplier<KeySet> keys;

  /**
   * @param keys those of now
   */
  public PublicKeyTokens(TokenAlgorithm algorithm, TokenClaims claims, Supplier<KeySet> keys) {
    if (algorithm == TokenAlgorithm.HS256) {
      throw new IllegalArgumentException("a secret is not a public key: algorithm=" + algorithm);
    }
    this.algorithm = algorithm;
    this.claims = claims;
    this.keys = keys;
  }

  @Override
  public TokenVerdict verify(String token, long nowMs) {
    try {
      SignedToken signed = SignedToken.parse(token);
      if (!signed.claims(algorithm)) {
        return TokenClaims.refused("the token's algorithm is not accepted");
      }
      PublicKey key = keys.get().find(signed.keyId());
      if (key == null) {
        return TokenClaims.refused("the token's key is not known");
      }
      return isSigned(signed, key)
          ? claims.judge(signed.payload(), nowMs)
          : TokenClaims.refused("the token's signature is wrong");
    } catch (IllegalArgumentException e) {
      return TokenClaims.refused("not a signed JSON Web Token");
    }
  }

  @Override
  public boolean lacksKeyOf(String token) {
    try {
      SignedToken signed = SignedToken.parse(token);
      return signed.claims(algorithm) && keys.get().find(signed.keyId()) == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean isSigned(SignedToken token, PublicKey key) {
    byte[] signature = token.signature();
    if (algorithm == TokenAlgorithm.ES256 && !isPossibleOnP256(signature)) {
      return false;
    }
    try {
      Signature verifier =
          Signature.getInstance(
              algorithm == TokenAlgorithm.RS256 ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
      verifier.initVerify(key);
      verifier.update(token.signedBytes());
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Neither half is zero, which early JDKs took for a signature of everything. */
  private static boolean isPossibleOnP256(byte[] signature) {
    return signature.length == 2 * P256_BYTES
        && !isZero(Arrays.copyOf(signature, P256_BYTES))
        && !isZero(Arrays.copyOfRange(signature, P256_BYTES, 2 * P256_BYTES));
  }

  private static boolean isZero(byte[] number) {
    return Arrays.equals(number, new byte[number.length]);
  }
}
