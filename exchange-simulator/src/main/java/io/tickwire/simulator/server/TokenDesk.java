package io.tickwire.simulator.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hands out and checks connect tokens of one half of the exchange. Tokens are signed with a secret
 * of this desk, so nothing is remembered and a token of another desk is invalid here. Its alphabet
 * is URL-safe base64, {@code =} and one dot: clients paste it into a query as it is.
 */
final class TokenDesk {

  enum Verdict {
    VALID,
    EXPIRED,
    INVALID
  }

  private static final String ALGORITHM = "HmacSHA256";
  private static final int NONCE_BYTES = 17;
  private static final int MAC_BYTES = 16;

  private final byte[] secret;
  private final long lifeMs;
  private final SecureRandom random = new SecureRandom();

  TokenDesk(String secret, Duration life) {
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    this.lifeMs = life.toMillis();
  }

  String issue(long nowMs) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] claim =
        ByteBuffer.allocate(Long.BYTES + NONCE_BYTES).putLong(nowMs + lifeMs).put(nonce).array();
    Base64.Encoder base64 = Base64.getUrlEncoder();
    return base64.encodeToString(claim) + "." + base64.encodeToString(sign(claim));
  }

  Verdict check(String token, long nowMs) {
    int dot = token.indexOf('.');
    if (dot < 0) {
      return Verdict.INVALID;
    }
    try {
      byte[] claim = Base64.getUrlDecoder().decode(token.substring(0, dot));
      byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
      if (!MessageDigest.isEqual(sign(claim), signature)) {
        return Verdict.INVALID;
      }
      return nowMs < ByteBuffer.wrap(claim).getLong() ? Verdict.VALID : Verdict.EXPIRED;
    } catch (IllegalArgumentException notBase64) {
      return Verdict.INVALID;
    }
  }

  private byte[] sign(byte[] claim) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return Arrays.copyOf(mac.doFinal(claim), MAC_BYTES);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has " + ALGORITHM, e);
    }
  }
}
