package io.tickwire.feed.publish;

import io.tickwire.common.wire.HighsLows;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How high and low trades and marks of every symbol were: per second for five minutes, per minute
 * for a day, by the venue's clock. Pure; not thread-safe.
 */
final class Extremes {
  /** How far the venue's clock may be ahead of ours; what is more would push out all the rest. */
  private static final long AHEAD_MS = 1_000;

  private final Map<String, PriceHistory> trades = new HashMap<>();
  private final Map<String, PriceHistory> marks = new HashMap<>();

  void offer(Tick tick) {
    try {
      add(tick);
    } catch (ArithmeticException e) {
      // More digits than can be kept beside those before: begin anew, as after a restart.
      forget(tick.symbol());
    }
  }

  private void add(Tick tick) {
    long timeMs =
        Math.min(
            TimeUnit.NANOSECONDS.toMillis(tick.exchangeTimeNs()),
            TimeUnit.NANOSECONDS.toMillis(tick.receivedNs()) + AHEAD_MS);
    switch (tick.kind()) {
      case TRADE -> history(trades, tick, timeMs).add(timeMs, tick.price(), tick.priceScale());
      case MARK -> history(marks, tick, timeMs).add(timeMs, tick.price(), tick.priceScale());
      case CANDLE ->
          history(trades, tick, timeMs)
              .add(timeMs, tick.askSize(), tick.second(), tick.ask(), tick.priceScale());
      case QUOTE, FUNDING -> {
        // neither is a price that rules look at
      }
    }
  }

  private static PriceHistory history(Map<String, PriceHistory> of, Tick tick, long timeMs) {
    PriceHistory known = of.get(tick.symbol());
    if (known != null) {
      return known;
    }
    PriceHistory fresh = new PriceHistory(timeMs, tick.priceScale());
    of.put(tick.symbol(), fresh);
    return fresh;
  }

  /** What is known since that moment. */
  HighsLows since(String symbol, long sinceMs) {
    return new HighsLows(
        symbol, range(trades.get(symbol), sinceMs), range(marks.get(symbol), sinceMs));
  }

  private static HighsLows.@Nullable Range range(@Nullable PriceHistory history, long sinceMs) {
    return history == null ? null : history.since(sinceMs);
  }

  /** How high and low the mark was since that moment, span by span. */
  PricesSince marksSince(String symbol, long sinceMs) {
    PriceHistory history = marks.get(symbol);
    return history == null ? PricesSince.NOTHING : history.pricesSince(sinceMs);
  }

  /** Prices may be missing from now on, until {@link #settled}. */
  void incomplete(String symbol, TickKind kind) {
    PriceHistory history = of(kind).get(symbol);
    if (history != null) {
      history.incomplete();
    }
  }

  /**
   * @param found whether what was missing has been offered
   * @param nowMs epoch milliseconds: before it some is missing, when it was not found
   */
  void settled(String symbol, TickKind kind, boolean found, long nowMs) {
    PriceHistory history = of(kind).get(symbol);
    if (history != null) {
      history.settled(found, nowMs);
    }
  }

  private Map<String, PriceHistory> of(TickKind kind) {
    return kind == TickKind.MARK ? marks : trades;
  }

  /** Nobody watches it from now on. */
  void forget(String symbol) {
    trades.remove(symbol);
    marks.remove(symbol);
  }
}
