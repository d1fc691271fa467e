package io.tickwire.feed.recovery;

import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.market.Market;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts gaps, and writes down those that matter: of symbols with armed rules, and lost ones. */
final class GapLog {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final RepairQueue queue;
  private final RecoveryMetrics metrics;
  private final Set<String> openSymbols = new HashSet<>();
  private volatile int open;

  GapLog(MeterRegistry registry, RepairQueue queue) {
    this.queue = queue;
    this.metrics = new RecoveryMetrics(registry, () -> open);
  }

  void opened(Market market, String symbol, GapCause cause) {
    openSymbols.add(symbol);
    open = openSymbols.size();
    if (queue.isArmed(symbol)) {
      log.info("gap opened market={} symbol={} cause={}", market.wireName(), symbol, cause);
    }
  }

  void closed(Market market, String symbol, GapOutcome outcome, int recovered, long lastedMs) {
    boolean known = openSymbols.remove(symbol);
    open = openSymbols.size();
    metrics.gap(market, outcome);
    if (outcome == GapOutcome.LOST) {
      log.warn(
          "gap lost market={} symbol={} recovered={} lastedMs={}",
          market.wireName(),
          symbol,
          recovered,
          lastedMs);
    } else if (known && queue.isArmed(symbol)) {
      log.info(
          "gap closed market={} symbol={} outcome={} recovered={} lastedMs={}",
          market.wireName(),
          symbol,
          outcome.label(),
          recovered,
          lastedMs);
    }
  }

  void forgotten(String symbol) {
    openSymbols.remove(symbol);
    open = openSymbols.size();
  }

  /** A gap in marks: it is over as soon as it is known. */
  void count(Market market, GapOutcome outcome) {
    metrics.gap(market, outcome);
  }

  void recovered(Market market) {
    metrics.recovered(market);
  }

  int open() {
    return open;
  }
}
