package io.tickwire.push.fanout;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The budgets of all users who are connected to this process, or were a moment ago: whoever comes
 * back at once, as a long poll does, must not get a new one. Thread-safe.
 */
public final class EventBudgets {
  private final int perSecond;
  private final LongSupplier nowMs;
  private final Map<String, Shared> users = new HashMap<>();

  /** Of those without a connection, in the order in which they left. */
  private final Map<String, Shared> gone = new LinkedHashMap<>();

  private static final class Shared {
    private final EventBudget budget;
    private int connections;
    private long leftMs;

    private Shared(EventBudget budget) {
      this.budget = budget;
    }
  }

  /**
   * @param perSecond events for each user, 0 for no limit
   * @param nowMs a clock
   */
  public EventBudgets(int perSecond, LongSupplier nowMs) {
    this.perSecond = perSecond;
    this.nowMs = nowMs;
  }

  /** The budget of a user who has one more connection; {@link #leave} must follow one day. */
  public synchronized EventBudget enter(String user) {
    if (perSecond == 0) {
      return EventBudget.UNLIMITED;
    }
    forgetWhoIsLongGone();
    Shared shared = users.computeIfAbsent(user, this::comeBack);
    shared.connections++;
    return shared.budget;
  }

  private Shared comeBack(String user) {
    Shared before = gone.remove(user);
    return before == null ? new Shared(new EventBudget(perSecond, nowMs)) : before;
  }

  public synchronized void leave(String user) {
    Shared shared = users.get(user);
    if (shared != null && --shared.connections == 0) {
      shared.leftMs = nowMs.getAsLong();
      users.remove(user);
      gone.put(user, shared);
    }
    forgetWhoIsLongGone();
  }

  /** A budget that nobody has used for so long is whole again. */
  private void forgetWhoIsLongGone() {
    long before = nowMs.getAsLong() - EventBudget.WHOLE_AFTER_MS;
    Iterator<Shared> all = gone.values().iterator();
    while (all.hasNext() && all.next().leftMs <= before) {
      all.remove();
    }
  }

  /** For tests: of how many users it keeps a budget. */
  synchronized int users() {
    return users.size() + gone.size();
  }
}
