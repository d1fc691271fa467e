package io.tickwire.feed.port;

import io.tickwire.feed.venue.RestCall;
import io.vertx.core.Future;

/**
 * Makes REST calls to the exchange, within its weight budget. Futures complete on the feed's event
 * loop and fail with one sentence.
 */
public interface VenueRest {
  /**
   * @param priority calls of a higher one go first when the budget is short
   */
  <T> Future<T> call(RestCall<T> call, Priority priority);

  /** From what must not wait to what may. */
  enum Priority {
    /** Tokens: without them nothing flows. */
    CONNECT,
    /** Gaps of symbols with armed rules. */
    REPAIR_ARMED,
    /** What engines missed while they were away. */
    HISTORY,
    /** Gaps of other symbols. */
    REPAIR,
    /** Instruments and first prices. */
    BACKGROUND
  }
}
