package io.tickwire.push.auth;

import io.tickwire.common.config.ConfigException;
import io.tickwire.common.config.Settings;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code auth.jwt-secret} and {@code dev.tokens}.
 *
 * @param secret what tokens are signed with; the same in every gateway of a cluster
 * @param devTokens whether anybody may ask for a token of any user
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; a String would invite printing it.
public record AuthConfig(byte[] secret, boolean devTokens) {
  static final int SHORTEST_SECRET = 32;
  private static final Logger log = LoggerFactory.getLogger(AuthConfig.class);

  public AuthConfig {
    if (secret.length < SHORTEST_SECRET) {
      throw new IllegalArgumentException("secret too short: bytes=" + secret.length);
    }
    secret = secret.clone();
  }

  /**
   * @throws ConfigException without the secret in its sentence
   */
  public static AuthConfig from(Settings settings) {
    boolean devTokens = settings.flag("dev.tokens", false);
    String configured = settings.optionalText("auth.jwt-secret");
    if (configured != null) {
      byte[] secret = configured.getBytes(StandardCharsets.UTF_8);
      if (secret.length < SHORTEST_SECRET) {
        throw settings.refused("auth.jwt-secret", "…", SHORTEST_SECRET + " bytes or more");
      }
      return new AuthConfig(secret, devTokens);
    }
    if (!devTokens) {
      throw new ConfigException(
          "auth.jwt-secret (TICKWIRE_AUTH_JWT_SECRET) must be set to 32 bytes or more, or"
              + " dev.tokens (TICKWIRE_DEV_TOKENS) to true");
    }
    byte[] secret = new byte[SHORTEST_SECRET];
    new SecureRandom().nextBytes(secret);
    log.warn("tokens are signed with a random secret of this start reason=\"dev.tokens\"");
    return new AuthConfig(secret, true);
  }

  @Override
  public String toString() {
    return "AuthConfig[devTokens=" + devTokens + "]";
  }
}
