package io.tickwire.feed.publish;

import io.tickwire.common.wire.HighsLows;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** How high and low one price of one symbol was: by the second, then by the minute. */
final class PriceHistory {
  static final long SECONDS_KEPT_MS = 300_000;
  static final long MINUTES_KEPT_MS = 86_400_000;
  private static final long SECOND_MS = 1_000;
  private static final long MINUTE_MS = 60_000;

  private final PriceSpans seconds = new PriceSpans(SECOND_MS, SECONDS_KEPT_MS);
  private final PriceSpans minutes = new PriceSpans(MINUTE_MS, MINUTES_KEPT_MS);

  /** Before it nothing was watched, or something was missed for good. */
  private long knownSinceMs;

  private boolean incomplete;
  private int scale;

  /**
   * @param knownSinceMs before it nothing was watched
   */
  PriceHistory(long knownSinceMs, int scale) {
    this.knownSinceMs = knownSinceMs;
    this.scale = scale;
  }

  /** The price at a moment. */
  void add(long timeMs, long price, int priceScale) {
    long digits = atScale(price, priceScale);
    seconds.add(timeMs, digits, digits);
    minutes.add(timeMs, digits, digits);
  }

  /** Somewhere in that time both were reached: every part of it may be where. */
  void add(long startMs, long spanMs, long high, long low, int priceScale) {
    long top = atScale(high, priceScale);
    long bottom = atScale(low, priceScale);
    long endMs = startMs + Math.min(spanMs, MINUTES_KEPT_MS);
    for (long at = Math.max(startMs, endMs - SECONDS_KEPT_MS); at < endMs; at += SECOND_MS) {
      seconds.add(at, top, bottom);
    }
    for (long at = minutes.startOf(startMs); at < endMs; at += MINUTE_MS) {
      minutes.add(at, top, bottom);
    }
  }

  /** Keeps the most digits seen. */
  private long atScale(long price, int priceScale) {
    if (priceScale > scale) {
      long factor = powerOfTen(priceScale - scale);
      seconds.scaleUp(factor);
      minutes.scaleUp(factor);
      scale = priceScale;
    }
    return Math.multiplyExact(price, powerOfTen(scale - priceScale));
  }

  private static long powerOfTen(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power = Math.multiplyExact(power, 10L);
    }
    return power;
  }

  /** Prices may be missing from now on. */
  void incomplete() {
    incomplete = true;
  }

  /**
   * @param found whether nothing is missing any more
   */
  void settled(boolean found, long nowMs) {
    incomplete = false;
    if (!found) {
      knownSinceMs = Math.max(knownSinceMs, nowMs);
    }
  }

  PricesSince pricesSince(long sinceMs) {
    PriceSpans spans = spans(sinceMs);
    return new PricesSince(spans.since(sinceMs, scale), isWholeSince(spans, sinceMs));
  }

  private PriceSpans spans(long sinceMs) {
    return seconds.reaches(sinceMs) ? seconds : minutes;
  }

  private boolean isWholeSince(PriceSpans spans, long sinceMs) {
    return !incomplete && sinceMs >= knownSinceMs && spans.reaches(sinceMs);
  }

  HighsLows.@Nullable Range since(long sinceMs) {
    PriceSpans spans = spans(sinceMs);
    long high = spans.highSince(sinceMs);
    if (high == Long.MIN_VALUE) {
      return null;
    }
    return new HighsLows.Range(
        spans.startOf(sinceMs),
        BigDecimal.valueOf(high, scale),
        BigDecimal.valueOf(spans.lowSince(sinceMs), scale),
        isWholeSince(spans, sinceMs));
  }
}
