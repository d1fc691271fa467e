package io.tickwire.push.http;

import io.tickwire.common.config.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code push.*} of how clients come in and go.
 *
 * @param drainMs over which connections are sent away when the gateway leaves
 * @param requestTimeoutMs in which a request must have come whole, head and body
 * @param keepAliveMs in which the next request must begin, once one was answered
 * @param maxUriBytes of the first line of a request
 * @param maxHeaderBytes of all headers of a request
 * @param tls null for plain HTTP
 */
public record DoorConfig(
    long drainMs,
    long requestTimeoutMs,
    long keepAliveMs,
    int maxUriBytes,
    int maxHeaderBytes,
    @Nullable Tls tls) {

  /**
   * {@code push.tls.*}: PEM files.
   *
   * @param certificate with the whole chain
   * @param key of the certificate
   * @param checkMs how often the files are looked at
   */
  public record Tls(String certificate, String key, long checkMs) {}

  public static DoorConfig from(Settings settings) {
    Duration drain = settings.duration("push.drain", Duration.ofSeconds(5));
    if (drain.toSeconds() > 10) {
      throw settings.refused("push.drain", drain.toString(), "0ms to 10s");
    }
    Duration timeout = settings.duration("push.request-timeout", Duration.ofSeconds(10));
    if (timeout.toMillis() < 100 || timeout.toMinutes() > 5) {
      throw settings.refused("push.request-timeout", timeout.toString(), "100ms to 5m");
    }
    Duration keepAlive = settings.duration("push.keep-alive", Duration.ofSeconds(75));
    if (keepAlive.toMillis() < 100 || keepAlive.toMinutes() > 60) {
      throw settings.refused("push.keep-alive", keepAlive.toString(), "100ms to 60m");
    }
    return new DoorConfig(
        drain.toMillis(),
        timeout.toMillis(),
        keepAlive.toMillis(),
        settings.integer("push.max-uri-bytes", 16_384, 1_024, 1 << 20),
        settings.integer("push.max-header-bytes", 16_384, 1_024, 1 << 20),
        tls(settings));
  }

  private static @Nullable Tls tls(Settings settings) {
    String certificate = settings.optionalText("push.tls.certificate");
    String key = settings.optionalText("push.tls.key");
    Duration check = settings.duration("push.tls.check", Duration.ofSeconds(10));
    if (check.toMillis() < 50 || check.toHours() > 24) {
      throw settings.refused("push.tls.check", check.toString(), "50ms to 24h");
    }
    if (certificate == null && key == null) {
      return null;
    }
    if (certificate == null) {
      throw settings.refused("push.tls.certificate", "", "set when push.tls.key is");
    }
    if (key == null) {
      throw settings.refused("push.tls.key", "", "set when push.tls.certificate is");
    }
    return new Tls(certificate, key, check.toMillis());
  }
}
