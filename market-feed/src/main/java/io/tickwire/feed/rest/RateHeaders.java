package io.tickwire.feed.rest;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** What the exchange says of our budget with an answer. */
record RateHeaders(long limit, long remaining, long resetMs) {
  /** Longer than any window: a pause is not made by a slip of the exchange. */
  private static final long LONGEST_RESET_MS = 120_000;

  /** Null when they are missing or nonsense: then the exchange is overloaded, not our share. */
  static @Nullable RateHeaders of(MultiMap headers) {
    long limit = number(headers.get("gw-ratelimit-limit"));
    long remaining = number(headers.get("gw-ratelimit-remaining"));
    long resetMs = number(headers.get("gw-ratelimit-reset"));
    return limit < 1 || remaining < 0 || resetMs < 0 || resetMs > LONGEST_RESET_MS
        ? null
        : new RateHeaders(limit, remaining, resetMs);
  }

  private static long number(@Nullable String text) {
    try {
      return text == null ? -1 : Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
