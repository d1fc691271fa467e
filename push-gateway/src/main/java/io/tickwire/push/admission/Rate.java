package io.tickwire.push.admission;

/** So many messages a second, and the unused ones of ten seconds at once. Not thread-safe. */
public final class Rate {
  /** Whoever took nothing for so long may take all again. */
  static final long BURST_MS = 10_000;

  private static final long ONE = 1_000;

  private final long perSecond;
  private long thousandths;
  private long countedMs;

  /**
   * @param perSecond 0 for no limit
   */
  public Rate(int perSecond, long nowMs) {
    this.perSecond = perSecond;
    this.thousandths = perSecond * BURST_MS;
    this.countedMs = nowMs;
  }

  /** Whether one more may come now. A clock that goes back gives nothing. */
  public boolean take(long nowMs) {
    long passedMs = Math.min(Math.max(0, nowMs - countedMs), BURST_MS);
    countedMs = nowMs;
    thousandths = Math.min(perSecond * BURST_MS, thousandths + passedMs * perSecond);
    if (perSecond == 0) {
      return true;
    }
    if (thousandths < ONE) {
      return false;
    }
    thousandths -= ONE;
    return true;
  }

  /** One that was taken did not come after all. */
  void giveBack() {
    thousandths = Math.min(perSecond * BURST_MS, thousandths + ONE);
  }
}
