package io.tickwire.feed.recovery;

import io.tickwire.common.market.Market;
import io.tickwire.feed.port.Timers;
import io.tickwire.feed.port.VenueRest;
import io.tickwire.feed.port.VenueRest.Priority;
import io.tickwire.feed.venue.Venue;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks the exchange for what the lines want, a few at a time, armed symbols first. Nothing is asked
 * inside the call that wanted it: {@link #pump} does. Confined to one event loop, but the counts.
 */
final class Fetches {
  /** One wish; two are never the same, whatever they ask for. */
  static final class Wanted {
    private final Market market;
    private final String symbol;
    private final TradeLine line;
    private final long fromMs;
    private final long toMs;

    private Wanted(Market market, String symbol, TradeLine line, long fromMs, long toMs) {
      this.market = market;
      this.symbol = symbol;
      this.line = line;
      this.fromMs = fromMs;
      this.toMs = toMs;
    }

    static Wanted trades(Market market, String symbol, TradeLine line) {
      return new Wanted(market, symbol, line, 0, 0);
    }

    static Wanted candles(Market market, String symbol, TradeLine line, long fromMs, long toMs) {
      return new Wanted(market, symbol, line, fromMs, toMs);
    }

    private boolean isHistory() {
      return toMs == 0;
    }
  }

  private final Venue venue;
  private final VenueRest rest;
  private final Timers timers;
  private final int most;
  private final RepairQueue queue = new RepairQueue();
  private final Map<String, Wanted> current = new HashMap<>();
  private boolean pumping;

  // Read by the admin port.
  private volatile int waiting;
  private volatile int underWay;

  Fetches(Venue venue, VenueRest rest, Timers timers, int most) {
    this.venue = venue;
    this.rest = rest;
    this.timers = timers;
    this.most = most;
  }

  RepairQueue queue() {
    return queue;
  }

  /** Replaces what was wanted for the symbol before; an answer to that is dropped. */
  void want(Wanted wanted) {
    current.put(wanted.symbol, wanted);
    queue.add(wanted.symbol);
  }

  void drop(String symbol) {
    current.remove(symbol);
    queue.remove(symbol);
  }

  /** Starts what may start; answers may come at once. */
  void pump() {
    if (pumping || (queue.size() == 0 && waiting == 0)) {
      return;
    }
    pumping = true;
    try {
      while (underWay < most) {
        String symbol = queue.poll();
        Wanted wanted = symbol == null ? null : current.get(symbol);
        if (wanted == null) {
          break;
        }
        start(wanted);
      }
    } finally {
      pumping = false;
      waiting = queue.size();
    }
  }

  private void start(Wanted wanted) {
    count(1);
    Priority priority = queue.isArmed(wanted.symbol) ? Priority.REPAIR_ARMED : Priority.REPAIR;
    ask(wanted, priority)
        .onComplete(
            answered -> {
              count(-1);
              if (current.get(wanted.symbol) == wanted) {
                if (answered.succeeded()) {
                  answered.result().run();
                } else {
                  wanted.line.onFetchFailed(timers.nowMs());
                }
              }
              pump();
            });
  }

  /** What to do with the answer. */
  private Future<Runnable> ask(Wanted wanted, Priority priority) {
    TradeLine line = wanted.line;
    try {
      return wanted.isHistory()
          ? rest.call(venue.trades(wanted.market, wanted.symbol), priority)
              .map(trades -> () -> line.onHistory(trades, timers.nowMs(), timers.epochNs()))
          : rest.call(
                  venue.candles(wanted.market, wanted.symbol, wanted.fromMs, wanted.toMs), priority)
              .map(candles -> () -> line.onCandles(candles, timers.nowMs(), timers.epochNs()));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** Written by one thread only. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void count(int change) {
    underWay += change;
  }

  int waiting() {
    return waiting;
  }

  int underWay() {
    return underWay;
  }
}
