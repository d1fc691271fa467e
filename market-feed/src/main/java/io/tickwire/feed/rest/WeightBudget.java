package io.tickwire.feed.rest;

/**
 * What one host of the exchange lets us spend: so much weight in a window, counted here when a call
 * starts and corrected by what the answers say, since other processes may share our address. Pure,
 * not thread-safe.
 *
 * <p>Times are milliseconds of any clock that does not go back.
 */
final class WeightBudget {
  /** Two answers of one window may disagree by so much about its end. */
  private static final long SAME_WINDOW_MS = 1_000;

  private final long windowMs;
  private final int reserved;
  private int limit;
  private int used;
  private int unanswered;
  private boolean open;
  private long endsMs;
  private long pausedUntilMs;
  private boolean paused;

  /**
   * @param limit weight per window until the exchange says otherwise
   * @param reserved of it only tokens may spend
   */
  WeightBudget(int limit, long windowMs, int reserved) {
    if (limit < 1 || windowMs < 1 || reserved < 0 || reserved >= limit) {
      throw new IllegalArgumentException(
          "impossible budget: limit=" + limit + " windowMs=" + windowMs + " reserved=" + reserved);
    }
    this.limit = limit;
    this.windowMs = windowMs;
    this.reserved = reserved;
  }

  /** Whether such a call could ever be made. */
  boolean fits(int weight, boolean urgent) {
    return weight <= limit - (urgent ? 0 : reserved);
  }

  /** Spends it when there is enough. */
  boolean take(int weight, boolean urgent, long nowMs) {
    turn(nowMs);
    if (paused || used + weight > limit - (urgent ? 0 : reserved)) {
      return false;
    }
    if (!open) {
      open = true;
      endsMs = nowMs + windowMs;
    }
    used += weight;
    unanswered += weight;
    return true;
  }

  private void turn(long nowMs) {
    if (open && nowMs - endsMs >= 0) {
      open = false;
      used = 0;
    }
    if (paused && nowMs - pausedUntilMs >= 0) {
      paused = false;
    }
  }

  /** Milliseconds until it is worth asking again, at least 1. */
  long waitMs(long nowMs) {
    turn(nowMs);
    long untilMs = paused ? pausedUntilMs : endsMs;
    return paused || open ? Math.max(1, untilMs - nowMs) : 1;
  }

  /** A call is over, however it ended. */
  void answered(int weight) {
    unanswered = Math.max(0, unanswered - weight);
  }

  /**
   * What an answer's headers say; nonsense is ignored. Call {@link #answered} before.
   *
   * @param resetMs until the window of the exchange ends
   */
  void correct(long newLimit, long remaining, long resetMs, long nowMs) {
    boolean possible =
        newLimit > reserved
            && newLimit <= Integer.MAX_VALUE
            && remaining >= 0
            && remaining <= newLimit
            && resetMs >= 0
            && resetMs <= windowMs * 2;
    if (!possible) {
      return;
    }
    turn(nowMs);
    limit = (int) newLimit;
    int told = (int) (newLimit - remaining);
    boolean newWindow = !open || nowMs + resetMs - endsMs > SAME_WINDOW_MS;
    used = newWindow ? Math.min(limit, told + unanswered) : Math.max(used, told);
    open = true;
    endsMs = nowMs + resetMs;
  }

  /** The exchange refuses everything for so long. */
  void pause(long forMs, long nowMs) {
    paused = true;
    pausedUntilMs = nowMs + Math.max(1, forMs);
  }

  /** In the present window. */
  int used(long nowMs) {
    turn(nowMs);
    return used;
  }
}
