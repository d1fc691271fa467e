package io.tickwire.push.ingest;

import io.tickwire.common.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code push.ingest.*}: the doors that are the gateway's own doing.
 *
 * @param claimAfterMs when entries of the Redis stream that another gateway did not finish are
 *     taken over
 * @param pollUrl asked for events; null asks nobody
 * @param pollIntervalMs between an answer and the next question
 * @param pollTimeoutMs that an answer may take
 */
public record IngestConfig(
    long claimAfterMs, @Nullable URI pollUrl, long pollIntervalMs, long pollTimeoutMs) {

  public static IngestConfig from(Settings settings) {
    return new IngestConfig(
        between(settings, "push.ingest.claim-after", 5_000, 200, 600_000),
        url(settings),
        between(settings, "push.ingest.poll-interval", 100, 10, 3_600_000),
        between(settings, "push.ingest.poll-timeout", 2_000, 50, 60_000));
  }

  private static long between(
      Settings settings, String key, long otherwiseMs, long leastMs, long mostMs) {
    Duration value = settings.duration(key, Duration.ofMillis(otherwiseMs));
    long ms = value.toMillis();
    if (ms < leastMs || ms > mostMs) {
      throw settings.refused(key, value.toString(), leastMs + "ms to " + mostMs + "ms");
    }
    return ms;
  }

  private static @Nullable URI url(Settings settings) {
    String key = "push.ingest.poll-url";
    String text = settings.optionalText(key);
    if (text == null) {
      return null;
    }
    try {
      URI url = new URI(text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Refused below, with what would be possible.
    }
    // It may hold a secret of the backend: say what it must be, not what it is.
    throw settings.refused(key, "…", "an http:// or https:// address");
  }

  /** Without the address, which may hold a secret. */
  @Override
  public String toString() {
    return "IngestConfig[polls=" + (pollUrl != null) + "]";
  }
}
