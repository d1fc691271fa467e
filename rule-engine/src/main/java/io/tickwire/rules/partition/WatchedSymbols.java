package io.tickwire.rules.partition;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.rules.evaluation.PricePoint;
import io.tickwire.rules.store.CheckpointStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The symbols that a partition watches, and their prices. Decides when one begins to be watched and
 * when it may be forgotten: a symbol with an owner never is. Confined to the engine's event loop.
 */
final class WatchedSymbols {
  private static final long OPENING_WITHIN_MS = 60_000;

  private static final Logger log = LoggerFactory.getLogger(WatchedSymbols.class);

  /** Between two lines about ticks that were rejected. */
  private static final long TELL_MS = 60_000;

  private final PartitionTools tools;
  private final Resumption resumption;
  private final Map<String, SymbolWatch> bySymbol = new HashMap<>();
  private boolean complete;
  private long nextToldMs;

  /**
   * @param resumption where new ones go on from
   */
  WatchedSymbols(PartitionTools tools, Resumption resumption) {
    this.tools = tools;
    this.resumption = resumption;
  }

  /**
   * All records were read. A symbol that comes from now on may have been watched elsewhere.
   *
   * @param armedSinceNs by symbol that a rule waits on, since when: from there on its ticks are
   *     asked for, if nothing says how far they were evaluated
   */
  void completed(Map<String, Long> armedSinceNs) {
    complete = true;
    resumption.forgetAllBut(armedSinceNs.keySet());
    bySymbol.forEach(
        (symbol, watch) -> watch.evaluator.beginInTheMiddle(armedSinceNs.getOrDefault(symbol, 0L)));
  }

  @Nullable SymbolWatch find(String symbol) {
    return bySymbol.get(symbol);
  }

  /** Begins to watch it if need be; null when it is no instrument. */
  @Nullable SymbolWatch watch(String symbol) {
    SymbolWatch watch = bySymbol.get(symbol);
    if (watch == null) {
      Instrument instrument = tools.instruments().find(symbol);
      if (instrument != null) {
        watch = new SymbolWatch(instrument, resumption.take(symbol), () -> rejected(symbol));
        if (complete) {
          watch.evaluator.beginInTheMiddle(0);
        }
        bySymbol.put(symbol, watch);
        tools.demandChanged();
      }
    }
    return watch;
  }

  /** Its last price stays; feeds refuse most of what is impossible already. */
  private void rejected(String symbol) {
    tools.metrics().tickRejected();
    long nowMs = tools.nowMs();
    if (nowMs >= nextToldMs) {
      nextToldMs = nowMs + TELL_MS;
      log.warn("tick rejected, its price is impossible symbol={}", symbol);
    }
  }

  void own(SymbolWatch watch, String id) {
    if (watch.owners.isEmpty()) {
      tools.demandChanged();
    }
    watch.owners.add(id);
  }

  /**
   * @param opens whether it is a trigger that may open a position: what concerns that comes before
   *     it does, and its booking may hang
   */
  void disown(SymbolWatch watch, String id, boolean opens) {
    watch.owners.remove(id);
    if (opens) {
      watch.wantedUntilMs = Math.max(watch.wantedUntilMs, tools.nowMs() + OPENING_WITHIN_MS);
    }
    if (watch.owners.isEmpty()) {
      tools.demandChanged();
    }
  }

  /**
   * What has not been seen here. Of symbols without owners too: a rule may be on its way that was
   * armed before what was lost.
   *
   * @param armedSinceNs by symbol, since when a rule of it waits
   */
  List<HistoryQuery> unseen(Map<String, Long> armedSinceNs) {
    List<HistoryQuery> queries = new ArrayList<>();
    bySymbol.forEach(
        (symbol, watch) ->
            queries.addAll(watch.unseen(symbol, armedSinceNs.getOrDefault(symbol, 0L))));
    return queries;
  }

  /** How far they have come since the last time. */
  CheckpointStore.Changes changes(Progress progress) {
    return progress.changes(bySymbol);
  }

  int armedRules() {
    return bySymbol.values().stream().mapToInt(watch -> watch.evaluator.armed()).sum();
  }

  /** The newest price, null when none is known; makes the symbol wanted for a while. */
  @Nullable PricePoint price(String symbol, Arming.Quote quote) {
    SymbolWatch watch = want(symbol);
    return watch == null ? null : watch.price(quote);
  }

  @Nullable PricePoint knownPrice(String symbol, Arming.Quote quote) {
    SymbolWatch watch = bySymbol.get(symbol);
    return watch == null ? null : watch.price(quote);
  }

  Future<PricePoint> awaitPrice(String symbol, Arming.Quote quote, long waitMs) {
    SymbolWatch watch = want(symbol);
    if (watch == null) {
      return Future.failedFuture("no such instrument: symbol=" + symbol);
    }
    PricePoint known = watch.price(quote);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    return waitMs == 0
        ? Future.failedFuture("no price yet: symbol=" + symbol)
        : tools.timers().within(waitMs, watch.await(quote).future());
  }

  private @Nullable SymbolWatch want(String symbol) {
    SymbolWatch watch = watch(symbol);
    if (watch != null) {
      watch.wantedUntilMs = tools.nowMs() + tools.wantedForMs();
    }
    return watch;
  }

  /** Adds what is wanted; forgets the others and their prices. */
  void collectWanted(WantedSymbols.Gathering into) {
    long nowMs = tools.nowMs();
    bySymbol.values().removeIf(watch -> !watch.isWanted(nowMs));
    bySymbol.forEach((symbol, watch) -> into.add(symbol, !watch.owners.isEmpty()));
  }
}
