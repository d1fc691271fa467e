package io.tickwire.push.fanout;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The budgets of all users who are connected to this process. Thread-safe. */
public final class EventBudgets {
  private final int perSecond;
  private final LongSupplier nowMs;
  private final Map<String, Shared> users = new HashMap<>();

  private static final class Shared {
    private final EventBudget budget;
    private int connections;

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
    Shared shared =
        users.computeIfAbsent(user, ignored -> new Shared(new EventBudget(perSecond, nowMs)));
    shared.connections++;
    return shared.budget;
  }

  public synchronized void leave(String user) {
    users.computeIfPresent(user, (ignored, shared) -> --shared.connections == 0 ? null : shared);
  }

  /** For tests and statistics. */
  synchronized int users() {
    return users.size();
  }
}
