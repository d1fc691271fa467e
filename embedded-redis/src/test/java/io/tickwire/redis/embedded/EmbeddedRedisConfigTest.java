package io.tickwire.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedRedisConfigTest {
  private static final EmbeddedRedisConfig DEFAULTS = EmbeddedRedisConfig.in(Path.of("data"));

  @Test
  void losesNothingAndTakesAnyPort_byDefault() {
    assertThat(DEFAULTS.persistence()).isEqualTo(Persistence.FSYNC_ALWAYS);
    assertThat(DEFAULTS.port()).isZero();
    assertThat(DEFAULTS.keepForReuse()).isFalse();
    assertThat(DEFAULTS.server()).isNull();
  }

  @Test
  void keepsTheRest_whenOneValueIsChanged() {
    EmbeddedRedisConfig changed =
        DEFAULTS
            .withPort(1)
            .withPersistence(Persistence.NONE)
            .withKeepForReuse(true)
            .asClusterNode()
            .withServer(Path.of("/opt/redis-server"))
            .withStartTimeout(Duration.ofSeconds(2))
            .withStopTimeout(Duration.ofSeconds(3));
    assertThat(changed)
        .isEqualTo(
            new EmbeddedRedisConfig(
                Path.of("data"),
                1,
                Persistence.NONE,
                true,
                true,
                Path.of("/opt/redis-server"),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536, Integer.MIN_VALUE})
  void isRefused_whenThePortIsNone(int port) {
    assertThatThrownBy(() -> DEFAULTS.withPort(port))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("port must be 0 (any free one) to 65535, not " + port);
  }

  @Test
  void isRefused_whenTheBusOfAClusterNodeHasNoPort() {
    assertThatThrownBy(() -> DEFAULTS.asClusterNode().withPort(60_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("room for its bus 10000 higher");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT2H"})
  void isRefused_whenATimeoutCannotBeUsed(String timeout) {
    assertThatThrownBy(() -> DEFAULTS.withStartTimeout(Duration.parse(timeout)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("startTimeout must be above 0");
    assertThatThrownBy(() -> DEFAULTS.withStopTimeout(Duration.parse(timeout)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stopTimeout must be above 0");
  }

  @Test
  void isRefused_whenTheFolderIsEmptyOrHasALineBreak() {
    assertThatThrownBy(() -> EmbeddedRedisConfig.in(Path.of("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dataDirectory is empty");
    assertThatThrownBy(() -> EmbeddedRedisConfig.in(Path.of("data\nport 1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("control character");
  }
}
