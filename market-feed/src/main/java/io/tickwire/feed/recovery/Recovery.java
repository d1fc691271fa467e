package io.tickwire.feed.recovery;

import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.port.Timers;
import io.tickwire.feed.port.VenueRest;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.Venue;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the sockets and the publisher: ticks go in as they arrive, and come out in order,
 * once each, with what was missed fetched from the exchange. Shell around one {@link TradeLine} a
 * symbol. Confined to the feed's event loop, except {@link #openGaps} and {@link #stats}.
 */
public final class Recovery {
  /** Where ticks go. */
  public interface Sink {
    void live(Market market, Tick tick);

    /** Fetched, or too late for its turn: older than what has left, but never seen before. */
    void recovered(Market market, Tick tick);

    /**
     * From now on prices may be missing.
     *
     * @param kind TRADE or MARK
     */
    void incomplete(String symbol, TickKind kind);

    /**
     * The end of an {@link #incomplete}.
     *
     * @param found whether nothing is missing any more, as far as highs and lows go
     */
    void settled(String symbol, TickKind kind, boolean found);
  }

  private static final long CHECK_MS = 25;

  private final Timers timers;
  private final RecoveryConfig config;
  private final Fetches fetches;
  private final GapLog gaps;
  private final PeerExtremes peers;
  private final Sink sink;
  private final Map<String, WatchedSymbol> bySymbol = new LinkedHashMap<>();
  private final Timers.Timer check;

  // Read by the admin port.
  private volatile int watched;

  public Recovery(
      Venue venue,
      VenueRest rest,
      Timers timers,
      RecoveryConfig config,
      PeerExtremes peers,
      Sink sink,
      MeterRegistry registry) {
    this.timers = timers;
    this.config = config;
    this.fetches = new Fetches(venue, rest, timers, config.maxFetches());
    this.gaps = new GapLog(registry, fetches.queue());
    this.peers = peers;
    this.sink = sink;
    this.check = timers.every(CHECK_MS, this::check);
  }

  /**
   * Starts with a symbol that no socket carries yet.
   *
   * @param lastKnown what a feed that is gone published last; null when nothing is known, or when
   *     the feed that has it stays until this one is subscribed
   */
  public void watch(Market market, String symbol, @Nullable LastKnown lastKnown) {
    if (bySymbol.containsKey(symbol)) {
      return;
    }
    WatchedSymbol fresh = new WatchedSymbol(market, symbol, config, fetches, gaps, sink);
    bySymbol.put(symbol, fresh);
    watched = bySymbol.size();
    if (lastKnown != null) {
      fresh.trades().onProgress(lastKnown, timers.nowMs());
      fresh.marks().onProgress(lastKnown.timeNs());
      fetches.pump();
    }
  }

  /** Nobody wants it any more. */
  public void forget(String symbol) {
    WatchedSymbol gone = bySymbol.remove(symbol);
    if (gone != null) {
      watched = bySymbol.size();
      gone.drop();
    }
  }

  /**
   * From a socket. Trades and marks of symbols that are not watched go nowhere.
   *
   * @return false for a repetition
   */
  public boolean onTick(Market market, Tick tick) {
    if (tick.kind() != TickKind.TRADE && tick.kind() != TickKind.MARK) {
      sink.live(market, tick);
      return true;
    }
    WatchedSymbol symbol = bySymbol.get(tick.symbol());
    if (symbol == null) {
      return false;
    }
    if (tick.kind() == TickKind.MARK) {
      symbol.marks().onMark(tick);
      return true;
    }
    boolean fresh = symbol.trades().onTrade(tick, timers.nowMs());
    fetches.pump();
    return fresh;
  }

  /** The exchange has acknowledged these topics, or data came. */
  public void onCovered(Collection<Topic> topics) {
    for (Topic topic : topics) {
      WatchedSymbol symbol = bySymbol.get(topic.symbol());
      if (symbol != null && topic.kind() == TickKind.TRADE) {
        symbol.trades().onCovered(timers.epochNs());
      } else if (symbol != null && topic.kind() == TickKind.MARK) {
        symbol.onMarksCovered(timers.nowMs(), peers);
      }
    }
    fetches.pump();
  }

  /** No socket delivers these topics any more. */
  public void onInterrupted(Collection<Topic> topics) {
    for (Topic topic : topics) {
      WatchedSymbol symbol = bySymbol.get(topic.symbol());
      if (symbol != null && topic.kind() == TickKind.TRADE) {
        symbol.trades().onInterrupted(timers.nowMs());
      } else if (symbol != null && topic.kind() == TickKind.MARK) {
        symbol.onMarksInterrupted();
      }
    }
    fetches.pump();
  }

  /** What a feed that is gone published last, when that becomes known after {@link #watch}. */
  public void onProgress(String symbol, LastKnown lastKnown) {
    WatchedSymbol known = bySymbol.get(symbol);
    if (known != null) {
      known.trades().onProgress(lastKnown, timers.nowMs());
      known.marks().onProgress(lastKnown.timeNs());
      fetches.pump();
    }
  }

  /**
   * @param armed the symbols with armed rules: their gaps come first
   */
  public void prioritize(Set<String> armed) {
    fetches.queue().prioritize(armed);
  }

  private void check() {
    long nowMs = timers.nowMs();
    for (WatchedSymbol symbol : bySymbol.values()) {
      symbol.onTime(nowMs);
    }
    fetches.pump();
  }

  /** Up to where each watched symbol is published without a gap. */
  public Map<String, LastKnown> progress() {
    Map<String, LastKnown> all = new HashMap<>();
    bySymbol.forEach(
        (symbol, line) -> {
          LastKnown known = line.trades().progress();
          if (known != null) {
            all.put(symbol, known);
          }
        });
    return all;
  }

  /** {@link #progress()} of one symbol; null when nothing is known or it is not watched. */
  public @Nullable LastKnown progress(String symbol) {
    WatchedSymbol line = bySymbol.get(symbol);
    return line == null ? null : line.trades().progress();
  }

  /** All trades of the symbol up to that one are known to whoever needs them. */
  public void startAfter(String symbol, LastKnown known) {
    WatchedSymbol line = bySymbol.get(symbol);
    if (line != null) {
      line.trades().startAfter(known);
    }
  }

  /** Null when nothing is known of the symbol's trades: not watched, or not yet live. */
  public @Nullable TradeStanding standing(String symbol) {
    WatchedSymbol line = bySymbol.get(symbol);
    return line == null ? null : line.trades().standing();
  }

  /** Whether marks of the symbol leave as they come, with nothing missing that can be had. */
  public boolean isMarkLive(String symbol) {
    WatchedSymbol line = bySymbol.get(symbol);
    return line != null && line.marks().isCovered();
  }

  /** Symbols of which trades may be missing. Any thread. */
  public int openGaps() {
    return gaps.open();
  }

  /** Any thread. */
  public RecoveryStats stats() {
    return new RecoveryStats(watched, gaps.open(), fetches.waiting(), fetches.underWay());
  }

  public void stop() {
    check.cancel();
  }
}
