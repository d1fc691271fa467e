package io.tickwire.push.session;

import io.tickwire.common.config.Settings;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.subscription.ChannelRules;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code push.*} of a connection's life.
 *
 * @param heartbeatMs between two heartbeats; twice that without a sign of life ends a connection
 * @param authTimeoutMs time a client has to say who it is
 * @param families of channels that an operator adds, see {@link ChannelRules}
 * @param limits as the client is told them
 */
public record SessionConfig(
    long heartbeatMs, long authTimeoutMs, List<String> families, ServerFrame.Limits limits) {
  public SessionConfig {
    families = List.copyOf(families);
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
    return new SessionConfig(
        heartbeat.toMillis(), authTimeout.toMillis(), families(settings), limits);
  }

  private static List<String> families(Settings settings) {
    String text = settings.text("push.channels", "");
    List<String> families =
        text.isBlank() ? List.of() : Stream.of(text.split(",", -1)).map(String::strip).toList();
    for (String family : families) {
      if (!ChannelRules.isPossibleFamily(family)) {
        throw settings.refused(
            "push.channels", text, "names such as orders or orders:*, separated by commas");
      }
    }
    return families;
  }
}
