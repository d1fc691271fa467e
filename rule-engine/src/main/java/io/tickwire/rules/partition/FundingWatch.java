package io.tickwire.rules.partition;

import io.tickwire.common.market.FundingSchedule;
import io.tickwire.rules.store.FundingDue;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The funding rates of one symbol, and which settlement they make due. The rate of a settlement is
 * the last one told until then; where none was heard, the first one after. Not thread-safe.
 */
final class FundingWatch {
  private long settledMs = FundingSchedule.NONE;
  private long toldMs;
  private @Nullable BigDecimal told;
  private long dueMs = FundingSchedule.NONE;
  private BigDecimal dueRate = BigDecimal.ZERO;

  /**
   * A rate, in the order of their times.
   *
   * @param schedule as the venue says it now
   * @param mark the newest mark price; without one the settlement waits for the next rate
   * @return what is due and was not told to be {@link #settled}, or null
   */
  @Nullable FundingDue onRate(
      FundingSchedule schedule, long timeMs, BigDecimal rate, @Nullable BigDecimal mark) {
    if (timeMs <= toldMs) {
      return null;
    }
    long newestMs = schedule.dueAtMs(timeMs);
    if (newestMs > dueMs) {
      dueMs = newestMs;
      dueRate = told != null && timeMs > newestMs ? told : rate;
    }
    toldMs = timeMs;
    told = rate;
    return dueMs > settledMs && mark != null ? new FundingDue(dueMs, dueRate, mark) : null;
  }

  /** Redis knows of it. */
  void settled(long timeMs) {
    settledMs = Math.max(settledMs, timeMs);
  }
}
