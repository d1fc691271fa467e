package io.tickwire.common.ticks;

import io.tickwire.common.cluster.Members;
import io.tickwire.common.cluster.Rendezvous;
import io.tickwire.common.cluster.Role;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/**
 * Asks the feeds what somebody missed who was away, until nothing is missing or time is up. The
 * feed that watches the symbol is asked first, as live ticks come from it; the others when it
 * cannot tell. Answers in pages are put together.
 *
 * <p>Who is to go on with live ticks listens to the symbol's partition and says its demand before
 * it asks, and compares the frames it hears with {@link HistoryReply#live}. Every method may be
 * called on any context; answers come on the one that asked.
 */
public final class History {
  private final Vertx vertx;
  private final Members members;

  /**
   * @param vertx with its codecs registered
   */
  public History(Vertx vertx, Members members) {
    this.vertx = vertx;
    this.members = members;
  }

  /**
   * All since the moment of the question; {@link HistoryQuery#untilNs} NOW means: up to where live
   * ticks follow. Never fails: what could not be had in time is said in {@link
   * HistoryReply#missing}, and what was found until then comes with it. Such an answer is the
   * beginning; ask again {@link HistoryQuery#after} it.
   *
   * @param within how long to try
   */
  public Future<WholeHistory> since(HistoryQuery query, Duration within) {
    HistorySearch search =
        new HistorySearch(vertx, () -> feeds(query.symbol()), query, within.toMillis());
    return search.start();
  }

  private List<String> feeds(String symbol) {
    List<String> live = members.live(Role.FEED);
    return Rendezvous.owners(symbol, live, live.size());
  }
}
