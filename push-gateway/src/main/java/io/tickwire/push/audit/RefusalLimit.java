package io.tickwire.push.audit;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many refusals of one address are told: so many a minute, and with the first of a later minute
 * how many were not. Remembers a bounded number of addresses. Thread-safe.
 */
final class RefusalLimit {
  static final int TOLD = 20;
  static final int MOST_ADDRESSES = 10_000;
  private static final long WINDOW_MS = 60_000;

  private final Map<String, Count> counts = new LinkedHashMap<>();

  /** Of one address, since a time. */
  private static final class Count {
    private long sinceMs;
    private int told;
    private int untold;
  }

  /**
   * @param untold how many were not told before this one
   */
  record Verdict(boolean told, int untold) {}

  synchronized Verdict take(String address, long nowMs) {
    Count count = counts.get(address);
    if (count == null) {
      count = new Count();
      count.sinceMs = nowMs;
      counts.put(address, count);
      forgetOldest();
    }
    int untold = 0;
    if (Math.abs(nowMs - count.sinceMs) >= WINDOW_MS) {
      count.sinceMs = nowMs;
      count.told = 0;
      untold = count.untold;
      count.untold = 0;
    }
    if (count.told >= TOLD) {
      count.untold++;
      return new Verdict(false, 0);
    }
    count.told++;
    return new Verdict(true, untold);
  }

  private void forgetOldest() {
    if (counts.size() > MOST_ADDRESSES) {
      Iterator<String> oldest = counts.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  synchronized int addresses() {
    return counts.size();
  }
}
