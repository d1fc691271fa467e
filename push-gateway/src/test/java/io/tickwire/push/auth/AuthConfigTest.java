package io.tickwire.push.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.config.ConfigException;
import io.tickwire.common.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
