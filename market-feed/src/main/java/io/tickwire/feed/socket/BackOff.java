package io.tickwire.feed.socket;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubles up to a bound, with a fifth of jitter so that
 * sockets cut together do not come back together. Pure but for the dice. Not thread-safe.
 */
public final class BackOff {
  private static final double JITTER = 0.2;
  private static final int MOST_DOUBLINGS = 30;

  private final long firstMs;
  private final long longestMs;
  private final RandomGenerator random;
  private int failures;

  public BackOff(Duration first, Duration longest, RandomGenerator random) {
    this.firstMs = first.toMillis();
    this.longestMs = longest.toMillis();
    this.random = random;
  }

  /** Milliseconds to wait after one more failure, at least 1. */
  public long nextMs() {
    long pauseMs = Math.min(longestMs, firstMs << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    return jittered(pauseMs);
  }

  /** The longest pause at once: the exchange said that it is too much. */
  public long longestPauseMs() {
    failures++;
    return jittered(longestMs);
  }

  private long jittered(long pauseMs) {
    return Math.max(1, Math.round(pauseMs * (1 - JITTER + 2 * JITTER * random.nextDouble())));
  }

  /** It went well: start again with the first pause. */
  public void reset() {
    failures = 0;
  }

  public int failures() {
    return failures;
  }
}
