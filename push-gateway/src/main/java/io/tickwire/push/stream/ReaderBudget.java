package io.tickwire.push.stream;

import io.tickwire.push.fanout.EventBudget;
import io.tickwire.push.fanout.EventBudgets;
import io.tickwire.push.fanout.PushMetrics;

/**
 * How much of what waits for one reader his user may be sent now. From its beginning on the user
 * counts as connected, until {@link #leave}. Not thread-safe.
 */
public final class ReaderBudget {
  private final EventBudgets users;
  private final String user;
  private final EventBudget budget;
  private final Reader reader;
  private final PushMetrics metrics;

  /** So many of the quotes that wait were counted as having to. */
  private int limitedQuotes;

  public ReaderBudget(EventBudgets users, String user, Reader reader, PushMetrics metrics) {
    this.users = users;
    this.user = user;
    this.budget = users.enter(user);
    this.reader = reader;
    this.metrics = metrics;
  }

  /** Whether the user may be sent one more event now; always, while one waits that must leave. */
  public boolean mayTell() {
    if (reader.holdsUrgent()) {
      budget.spend(1);
      return true;
    }
    if (budget.take(1) == 1) {
      return true;
    }
    metrics.limitedEvents(reader.countWaiting());
    return false;
  }

  /**
   * @return of how many quotes the user may be sent now, which then count as sent
   */
  public int mayTellQuotes(int quotes) {
    int granted = budget.take(quotes);
    int waiting = quotes - granted;
    metrics.limitedEvents(Math.max(0, Math.min(waiting, quotes - limitedQuotes)));
    limitedQuotes = waiting;
    return granted;
  }

  /** Once, when the reader has gone. */
  public void leave() {
    users.leave(user);
  }
}
