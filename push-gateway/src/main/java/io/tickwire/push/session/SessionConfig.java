package io.tickwire.push.session;

import io.tickwire.common.config.Settings;
import io.tickwire.push.protocol.ServerFrame;
import java.time.Duration;

/**
 * {@code push.*} of a connection's life.
 *
 * @param heartbeatMs between two heartbeats; twice that without a sign of life ends a connection
 * @param authTimeoutMs time a client has to say who it is
 * @param limits as the client is told them
 */
public record SessionConfig(long heartbeatMs, long authTimeoutMs, ServerFrame.Limits limits) {
  public SessionConfig {
    if (heartbeatMs <= 0 || authTimeoutMs <= 0) {
      throw new IllegalArgumentException(
          "must be positive: heartbeatMs=" + heartbeatMs + " authTimeoutMs=" + authTimeoutMs);
    }
  }

  public static SessionConfig from(Settings settings, ServerFrame.Limits limits) {
    Duration heartbeat = settings.duration("push.heartbeat", Duration.ofSeconds(30));
    if (heartbeat.toMillis() < 100 || heartbeat.toMinutes() > 10) {
      throw settings.refused("push.heartbeat", heartbeat.toString(), "100ms to 10m");
    }
    Duration authTimeout = settings.duration("push.auth-timeout", Duration.ofSeconds(5));
    if (authTimeout.toMillis() < 100 || authTimeout.toMinutes() > 5) {
      throw settings.refused("push.auth-timeout", authTimeout.toString(), "100ms to 5m");
    }
    return new SessionConfig(heartbeat.toMillis(), authTimeout.toMillis(), limits);
  }
}
