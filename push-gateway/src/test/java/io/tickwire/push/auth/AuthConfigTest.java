package io.tickwire.push.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.config.ConfigException;
import io.tickwire.common.config.Settings;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthConfigTest {
  @Test
  void refusesToStart_whenThereIsNoSecret() {
    assertThatThrownBy(() -> AuthConfig.from(Settings.of(Map.of())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("TICKWIRE_AUTH_JWT_SECRET");
  }

  @Test
  void refusesAShortSecret_withoutSayingIt() {
    assertThatThrownBy(
            () -> AuthConfig.from(Settings.of(Map.of("auth.jwt-secret", "hunter2hunter2"))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("32 bytes")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void makesASecretPerStart_whenDevTokensAreOn() {
    Settings settings = Settings.of(Map.of("dev.tokens", "true"));
    AuthConfig first = AuthConfig.from(settings);
    assertThat(first.devTokens()).isTrue();
    assertThat(first.secret()).hasSize(32).isNotEqualTo(AuthConfig.from(settings).secret());
    assertThat(first.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth.jwt-algorithm=none | auth.jwt-algorithm",
        "auth.jwt-algorithm=RS256 | auth.jwks",
        "auth.jwt-algorithm=HS256,auth.jwks=/x | auth.jwks",
        "auth.jwt-algorithm=ES256,auth.jwks=/x,auth.jwt-secret=s3cret | auth.jwt-secret",
        "auth.jwt-algorithm=ES256,auth.jwks=/x,dev.tokens=true | dev.tokens",
      })
  void refusesToStart_whenSettingsContradictEachOther(String keys, String atFault) {
    Map<String, String> settings = new TreeMap<>();
    for (String pair : keys.split(",", -1)) {
      settings.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
    }
    assertThatThrownBy(() -> AuthConfig.from(Settings.of(settings)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(atFault)
        .hasMessageNotContaining("s3cret");
  }
}
