package io.tickwire.common.market;

/**
 * When funding is settled: at {@code offsetMs} past the epoch and every {@code everyMs} from there.
 * What a venue tells between is the rate that would be paid. Pure, any thread.
 *
 * @param everyMs 0 for never
 * @param offsetMs from 0 to before {@code everyMs}
 */
public record FundingSchedule(long everyMs, long offsetMs) {
  /** Before any settlement. */
  public static final long NONE = 0;

  public FundingSchedule {
    if (everyMs < 0 || offsetMs < 0 || (everyMs > 0 && offsetMs >= everyMs)) {
      throw new IllegalArgumentException(
          "no such schedule: everyMs=" + everyMs + " offsetMs=" + offsetMs);
    }
  }

  /**
   * The newest settlement at or before a time, or {@link #NONE}.
   *
   * @param timeMs epoch milliseconds
   */
  public long dueAtMs(long timeMs) {
    return everyMs == 0 || timeMs < offsetMs
        ? NONE
        : timeMs - Math.floorMod(timeMs - offsetMs, everyMs);
  }
}
