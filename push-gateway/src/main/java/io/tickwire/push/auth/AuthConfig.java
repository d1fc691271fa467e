package io.tickwire.push.auth;

import io.tickwire.common.config.ConfigException;
import io.tickwire.common.config.Settings;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code auth.*} and {@code dev.tokens}: whose tokens are believed.
 *
 * @param algorithm the only one that is accepted
 * @param secret of HS256, the same in every gateway of a cluster; empty with public keys
 * @param jwks file or URL of the public keys; null with a secret
 * @param claims what tokens must say
 * @param devTokens whether anybody may ask for a token of any user
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; a String would invite printing it.
public record AuthConfig(
    TokenAlgorithm algorithm,
    byte[] secret,
    @Nullable String jwks,
    TokenClaims claims,
    boolean devTokens) {
  static final int SHORTEST_SECRET = 32;
  private static final Logger log = LoggerFactory.getLogger(AuthConfig.class);

  public AuthConfig {
    if ((algorithm == TokenAlgorithm.HS256) == (jwks != null)) {
      throw new IllegalArgumentException("a secret or public keys: algorithm=" + algorithm);
    }
    if (algorithm == TokenAlgorithm.HS256 && secret.length < SHORTEST_SECRET) {
      throw new IllegalArgumentException("secret too short: bytes=" + secret.length);
    }
    secret = secret.clone();
  }

  /**
   * @throws ConfigException without the secret in its sentence
   */
  public static AuthConfig from(Settings settings) {
    boolean devTokens = settings.flag("dev.tokens", false);
    TokenAlgorithm algorithm = algorithm(settings);
    String secret = settings.optionalText("auth.jwt-secret");
    String jwks = settings.optionalText("auth.jwks");
    TokenClaims claims =
        new TokenClaims(
            settings.optionalText("auth.jwt-issuer"), settings.optionalText("auth.jwt-audience"));
    if (algorithm == TokenAlgorithm.HS256) {
      if (jwks != null) {
        throw settings.refused("auth.jwks", "…", "absent with auth.jwt-algorithm HS256");
      }
      return new AuthConfig(
          algorithm, secretOf(settings, secret, devTokens), null, claims, devTokens);
    }
    if (secret != null) {
      throw settings.refused("auth.jwt-secret", "…", "absent with auth.jwt-algorithm " + algorithm);
    }
    if (devTokens) {
      throw settings.refused("dev.tokens", "true", "false with auth.jwt-algorithm " + algorithm);
    }
    if (jwks == null) {
      throw new ConfigException(
          "auth.jwks (TICKWIRE_AUTH_JWKS) must be the file or URL of a key set with"
              + " auth.jwt-algorithm "
              + algorithm);
    }
    return new AuthConfig(algorithm, new byte[0], jwks, claims, false);
  }

  private static TokenAlgorithm algorithm(Settings settings) {
    String key = "auth.jwt-algorithm";
    String text = settings.text(key, TokenAlgorithm.HS256.name());
    return Arrays.stream(TokenAlgorithm.values())
        .filter(each -> each.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> settings.refused(key, text, "HS256, RS256 or ES256"));
  }

  private static byte[] secretOf(
      Settings settings, @Nullable String configured, boolean devTokens) {
    if (configured != null) {
      byte[] secret = configured.getBytes(StandardCharsets.UTF_8);
      if (secret.length < SHORTEST_SECRET) {
        throw settings.refused("auth.jwt-secret", "…", SHORTEST_SECRET + " bytes or more");
      }
      return secret;
    }
    if (!devTokens) {
      throw new ConfigException(
          "auth.jwt-secret (TICKWIRE_AUTH_JWT_SECRET) must be set to 32 bytes or more, or"
              + " dev.tokens (TICKWIRE_DEV_TOKENS) to true");
    }
    byte[] secret = new byte[SHORTEST_SECRET];
    new SecureRandom().nextBytes(secret);
    log.warn("tokens are signed with a random secret of this start reason=\"dev.tokens\"");
    return secret;
  }

  @Override
  public String toString() {
    return "AuthConfig[algorithm=" + algorithm + " devTokens=" + devTokens + "]";
  }
}
