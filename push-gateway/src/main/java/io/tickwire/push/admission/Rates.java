package io.tickwire.push.admission;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Rate} for each of any number of names. Who took nothing for as long as his rate needs to
 * be whole again is forgotten: names are kept in two generations, and whoever is asked for moves
 * from the older one to the younger.
 *
 * <p>Cost: O(1), nothing is allocated for a name that is known. Thread-safe: names do not wait for
 * each other. Where two threads meet at the end of a generation a message may go uncounted.
 */
final class Rates {
  /** Names of a generation; with more, the next one begins before its time. */
  static final int MOST_NAMES = 100_000;

  private final int perSecond;
  private volatile Generation generation = new Generation(Map.of(), 0);

  private static final class Generation {
    private final Map<String, Rate> young = new ConcurrentHashMap<>();
    private final Map<String, Rate> old;
    private final long sinceMs;

    private Generation(Map<String, Rate> old, long sinceMs) {
      this.old = old;
      this.sinceMs = sinceMs;
    }

    private boolean isOver(long nowMs) {
      return Math.abs(nowMs - sinceMs) >= Rate.BURST_MS;
    }
  }

  /**
   * @param perSecond of each name, 0 for no limit
   */
  Rates(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Whether one more of this name may come now. */
  boolean take(String name, long nowMs) {
    if (perSecond == 0) {
      return true;
    }
    Rate rate = of(name, nowMs);
    synchronized (rate) {
      return rate.take(nowMs);
    }
  }

  /** One that was taken a moment ago did not come after all. */
  void giveBack(String name) {
    Rate rate = generation.young.get(name);
    if (rate != null) {
      synchronized (rate) {
        rate.giveBack();
      }
    }
  }

  private Rate of(String name, long nowMs) {
    Generation now = generation;
    if (now.isOver(nowMs)) {
      now = after(now, nowMs);
    }
    Rate known = now.young.get(name);
    return known == null ? bring(name, now, nowMs) : known;
  }

  private Rate bring(String name, Generation into, long nowMs) {
    Rate before = into.old.get(name);
    Rate rate = before == null ? new Rate(perSecond, nowMs) : before;
    @Nullable Rate other = into.young.putIfAbsent(name, rate);
    if (into.young.size() >= MOST_NAMES) {
      after(into, nowMs);
    }
    return other == null ? rate : other;
  }

  private synchronized Generation after(Generation ended, long nowMs) {
    if (generation == ended) {
      generation = new Generation(ended.young, nowMs);
    }
    return generation;
  }

  /** For tests: of how many names it keeps a rate. */
  int names() {
    Generation now = generation;
    return now.young.size() + now.old.size();
  }
}
