package io.tickwire.push.auth;

import io.tickwire.common.wire.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is kept: everything but its secret. Whoever holds it writes it as {@code
 * key_….SECRET}. The secret is 256 random bits, so a plain hash of it tells nothing. Pure but for
 * the randomness of {@link #issue}.
 *
 * @param id opaque, begins with {@code key_}
 * @param user whom it speaks for
 * @param channels as in a token; empty means no limit
 * @param expiresAt epoch milliseconds; 0 is never
 * @param secretHash SHA-256 of the secret in hex
 */
public record ApiKey(
    String id,
    String user,
    Set<Scope> scopes,
    List<String> channels,
    @Nullable String name,
    long createdAt,
    long expiresAt,
    String secretHash) {
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern TEXT = Pattern.compile("(key_[0-9a-z]{26})\\.([A-Za-z0-9_-]{43})");

  public ApiKey {
    scopes = Set.copyOf(scopes);
    channels = List.copyOf(channels);
  }

  /**
   * A new key and the only copy of its text.
   *
   * @param text what its holder sends
   */
  public record Issued(ApiKey key, String text) {
    /** Without the text. */
    @Override
    public String toString() {
      return "Issued[" + key.id + "]";
    }
  }

  /** What came in a request, taken apart. */
  public record Presented(String id, String secret) {
    /** Null when it cannot be a key. */
    public static @Nullable Presented parse(String text) {
      var matcher = TEXT.matcher(text);
      return matcher.matches() ? new Presented(matcher.group(1), matcher.group(2)) : null;
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "Presented[" + id + "]";
    }
  }

  /**
   * @param expiresAtMs 0 is never
   */
  public static Issued issue(
      String user,
      Set<Scope> scopes,
      List<String> channels,
      @Nullable String name,
      long nowMs,
      long expiresAtMs) {
    byte[] random = new byte[SECRET_BYTES];
    RANDOM.nextBytes(random);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    String id = Ids.next("key_", nowMs);
    return new Issued(
        new ApiKey(id, user, scopes, channels, name, nowMs, expiresAtMs, hash(secret)),
        id + "." + secret);
  }

  /** Compares in constant time, then looks at the user and the clock. */
  public TokenVerdict judge(String secret, long nowMs) {
    byte[] expected = secretHash.getBytes(StandardCharsets.US_ASCII);
    if (!MessageDigest.isEqual(expected, hash(secret).getBytes(StandardCharsets.US_ASCII))) {
      return unknown();
    }
    if (!UserIds.isValid(user)) {
      return new TokenVerdict.Refused("the API key names no possible user");
    }
    if (expiresAt != 0 && expiresAt <= nowMs) {
      return new TokenVerdict.Refused("the API key has expired");
    }
    return new TokenVerdict.Accepted(
        new Principal(user, scopes, channels, expiresAt == 0 ? Long.MAX_VALUE : expiresAt));
  }

  /** The same for a key that does not exist and one with another secret. */
  public static TokenVerdict unknown() {
    return new TokenVerdict.Refused("the API key is not known");
  }

  private static String hash(String secret) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(secret.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
