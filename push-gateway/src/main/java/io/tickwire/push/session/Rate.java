package io.tickwire.push.session;

/**
 * So many messages a second, and the unused ones of ten seconds at once. Confined to its session.
 */
final class Rate {
  private static final long BURST_MS = 10_000;

  private final long perSecond;
  private long thousandths;
  private long countedMs;

  /**
   * @param perSecond 0 for no limit
   */
  Rate(int perSecond, long nowMs) {
    this.perSecond = perSecond;
    this.thousandths = perSecond * BURST_MS;
    this.countedMs = nowMs;
  }

  /** Whether one more may come now. A clock that goes back gives nothing. */
  boolean take(long nowMs) {
    long passedMs = Math.min(Math.max(0, nowMs - countedMs), BURST_MS);
    countedMs = nowMs;
    thousandths = Math.min(perSecond * BURST_MS, thousandths + passedMs * perSecond);
    if (perSecond == 0) {
      return true;
    }
    if (thousandths < 1_000) {
      return false;
    }
    thousandths -= 1_000;
    return true;
  }
}
