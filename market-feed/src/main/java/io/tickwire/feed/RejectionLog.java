package io.tickwire.feed;

import io.tickwire.feed.venue.VenueFrame;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what was rejected, at most once per symbol and minute; the rest is only counted. */
final class RejectionLog {
  private static final Logger log = LoggerFactory.getLogger(RejectionLog.class);
  private static final long QUIET_MS = 60_000;

  private final Map<String, Long> loggedMs = new HashMap<>();

  /** True when it was written. */
  boolean note(String socket, VenueFrame.Rejected rejected, long nowMs) {
    Long before = loggedMs.get(rejected.symbol());
    if (before != null && nowMs - before < QUIET_MS) {
      return false;
    }
    loggedMs.values().removeIf(then -> nowMs - then >= QUIET_MS);
    loggedMs.put(rejected.symbol(), nowMs);
    log.warn(
        "rejected socket={} symbol={} reason={} {}",
        socket,
        rejected.symbol(),
        rejected.reason().label(),
        rejected.detail());
    return true;
  }
}
