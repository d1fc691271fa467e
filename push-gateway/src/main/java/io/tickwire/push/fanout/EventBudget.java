package io.tickwire.push.fanout;

import java.util.function.LongSupplier;

/**
 * How many events one user may still be sent, over all of the user's connections: so many a second,
 * and those of one second at once. Thread-safe.
 */
public final class EventBudget {
  /** Takes whatever it is asked for. */
  public static final EventBudget UNLIMITED = new EventBudget(0, () -> 0);

  /** So many seconds' worth may be spent in advance on what must not wait. */
  private static final int MOST_DEBT_SECONDS = 10;

  private static final long THOUSANDTHS = 1_000;

  /** However much was spent. */
  static final long WHOLE_AFTER_MS = (MOST_DEBT_SECONDS + 1) * 1_000L;

  private final long perSecond;
  private final LongSupplier nowMs;
  private long thousandths;
  private long countedMs;

  /**
   * @param perSecond 0 for no limit
   */
  public EventBudget(int perSecond, LongSupplier nowMs) {
    this.perSecond = perSecond;
    this.nowMs = nowMs;
    this.thousandths = perSecond * THOUSANDTHS;
    this.countedMs = nowMs.getAsLong();
  }

  /** Number of events a second, 0 for no limit. */
  int perSecond() {
    return (int) perSecond;
  }

  /** All of them or none. */
  boolean takeAll(int events) {
    if (perSecond == 0) {
      return true;
    }
    synchronized (this) {
      if (left() < events) {
        return false;
      }
      thousandths -= events * THOUSANDTHS;
      return true;
    }
  }

  /**
   * @return how many of them may leave now
   */
  public int take(int events) {
    if (perSecond == 0) {
      return events;
    }
    synchronized (this) {
      int granted = (int) Math.max(0, Math.min(events, left()));
      thousandths -= granted * THOUSANDTHS;
      return granted;
    }
  }

  /** For what must not wait; those that can wait longer for it. */
  public void spend(int events) {
    if (perSecond > 0) {
      synchronized (this) {
        thousandths =
            Math.max(
                thousandths - events * THOUSANDTHS, -MOST_DEBT_SECONDS * perSecond * THOUSANDTHS);
      }
    }
  }

  /** A clock that goes back gives nothing. */
  private long left() {
    long now = nowMs.getAsLong();
    long passedMs = Math.min(Math.max(0, now - countedMs), (MOST_DEBT_SECONDS + 1) * THOUSANDTHS);
    countedMs = now;
    thousandths = Math.min(perSecond * THOUSANDTHS, thousandths + passedMs * perSecond);
    return Math.floorDiv(thousandths, THOUSANDTHS);
  }
}
