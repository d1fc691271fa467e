package io.tickwire.feed.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.config.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SocketConfigTest {
  private static SocketConfig from(Map<String, String> settings) {
    return SocketConfig.from(Settings.of(settings));
  }

  @Test
  void suitsTheRealExchange_byDefault() {
    assertThat(from(Map.of()))
        .isEqualTo(
            new SocketConfig(
                300,
                250,
                100,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                28,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofHours(20),
                Duration.ofHours(23)));
  }

  @Test
  void readsSettings_byName() {
    SocketConfig config =
        from(
            Map.of(
                "feed.socket.connects-per-minute", "10",
                "feed.socket.stale-after", "45s",
                "feed.socket.first-data-after", "30s",
                "feed.socket.rotate-after-min", "1h",
                "feed.socket.rotate-after-max", "2h"));

    assertThat(config)
        .extracting(
            SocketConfig::connectsPerMinute,
            SocketConfig::staleAfter,
            SocketConfig::firstDataAfter,
            SocketConfig::rotateAfterMin,
            SocketConfig::rotateAfterMax)
        .containsExactly(
            10,
            Duration.ofSeconds(45),
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            Duration.ofHours(2));
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "feed.socket.connects-per-minute, 0",
    "feed.socket.stale-after, 9s",
    "feed.socket.first-data-after, 9s",
    "feed.socket.rotate-after-min, 29s",
    "feed.socket.rotate-after-min, 23h1ms",
    "feed.socket.rotate-after-max, 19h",
    "feed.socket.rotate-after-max, 24h"
  })
  void refuses_byName(String key, String value) {
    assertThatThrownBy(() -> from(Map.of(key, value))).hasMessageContaining(key);
  }
}
