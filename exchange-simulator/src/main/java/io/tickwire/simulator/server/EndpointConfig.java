package io.tickwire.simulator.server;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a token answer tells clients. Without {@code publicHost} the endpoint names the host the
 * client used for its request. The ping times are advice: the exchange cuts by its own idle
 * timeout.
 */
public record EndpointConfig(
    @Nullable String publicHost, Duration pingInterval, Duration pingTimeout, Duration tokenLife) {

  public EndpointConfig {
    if (publicHost != null && (publicHost.isBlank() || publicHost.indexOf('/') >= 0)) {
      throw new IllegalArgumentException(
          "a public host is a name or an address: publicHost=" + publicHost);
    }
    requirePositive("pingInterval", pingInterval);
    requirePositive("pingTimeout", pingTimeout);
    requirePositive("tokenLife", tokenLife);
  }

  /** KuCoin's numbers. */
  public static EndpointConfig defaults() {
    return new EndpointConfig(
        null, Duration.ofSeconds(18), Duration.ofSeconds(10), Duration.ofHours(24));
  }

  public EndpointConfig withPublicHost(@Nullable String host) {
    return new EndpointConfig(host, pingInterval, pingTimeout, tokenLife);
  }

  public EndpointConfig withTokenLife(Duration life) {
    return new EndpointConfig(publicHost, pingInterval, pingTimeout, life);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(
          "a time must be a millisecond at least: " + name + "=" + value);
    }
  }
}
