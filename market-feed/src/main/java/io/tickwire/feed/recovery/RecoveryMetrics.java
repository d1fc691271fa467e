package io.tickwire.feed.recovery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.market.Market;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntSupplier;

/** What gaps there were and how they ended; registered at once so that nothing reads 0. */
final class RecoveryMetrics {
  private final Map<Market, Map<GapOutcome, Counter>> gaps = new EnumMap<>(Market.class);
  private final Map<Market, Counter> recovered = new EnumMap<>(Market.class);

  /**
   * @param openGaps asked at every scrape on another thread
   */
  RecoveryMetrics(MeterRegistry registry, IntSupplier openGaps) {
    Gauge.builder("feed.gaps.open", openGaps::getAsInt)
        .description("Symbols of which trades may be missing")
        .register(registry);
    for (Market market : Market.values()) {
      Map<GapOutcome, Counter> byOutcome = new EnumMap<>(GapOutcome.class);
      for (GapOutcome outcome : GapOutcome.values()) {
        byOutcome.put(
            outcome,
            Counter.builder("feed.gaps")
                .tag("market", market.wireName())
                .tag("outcome", outcome.label())
                .register(registry));
      }
      gaps.put(market, byOutcome);
      recovered.put(
          market,
          Counter.builder("feed.ticks.recovered")
              .tag("market", market.wireName())
              .register(registry));
    }
  }

  void gap(Market market, GapOutcome outcome) {
    Counter counter = gaps.getOrDefault(market, Map.of()).get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  void recovered(Market market) {
    Counter counter = recovered.get(market);
    if (counter != null) {
      counter.increment();
    }
  }
}
