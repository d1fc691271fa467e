package io.tickwire.push.publish;

import io.tickwire.common.config.Settings;
import java.time.Duration;

/**
 * {@code push.publish.*} and {@code push.events.*}: what may be published and how long it is kept.
 *
 * @param maxEvents in one request
 * @param maxEventBytes of one event as JSON
 * @param maxRequestBytes of a request's body
 * @param kept how long events can be recovered
 * @param maxKept how many of them, about
 */
public record PublishConfig(
    int maxEvents, int maxEventBytes, int maxRequestBytes, Duration kept, int maxKept) {

  public static PublishConfig from(Settings settings) {
    int eventBytes = settings.integer("push.publish.max-event-bytes", 32_768, 256, 1 << 20);
    int requestBytes = settings.integer("push.publish.max-request-bytes", 1 << 20, 1_024, 1 << 26);
    if (requestBytes < eventBytes) {
      throw settings.refused(
          "push.publish.max-request-bytes",
          Integer.toString(requestBytes),
          "at least push.publish.max-event-bytes, which is " + eventBytes);
    }
    Duration kept = settings.duration("push.events.kept", Duration.ofHours(1));
    if (kept.toSeconds() < 60 || kept.toDays() > 30) {
      throw settings.refused("push.events.kept", kept.toString(), "1m to 720h");
    }
    return new PublishConfig(
        settings.integer("push.publish.max-events", 1_000, 1, 10_000),
        eventBytes,
        requestBytes,
        kept,
        settings.integer("push.events.max", 1_000_000, 1_000, 100_000_000));
  }
}
