package io.tickwire.rules.simulation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.wire.Tick;
import java.util.ArrayList;
import java.util.List;

/**
 * All that the venue ever said of one symbol's price, in order: trades or marks. Prices are whole
 * ticks of scale 0, sequences and times grow.
 */
final class Tape {
  final String symbol;
  final PriceSource source;
  final List<Tick> ticks = new ArrayList<>();

  Tape(String symbol, PriceSource source) {
    this.symbol = symbol;
    this.source = source;
  }

  Tick print(long nowNs, long price) {
    long sequence = ticks.size() + 1L;
    long timeNs =
        ticks.isEmpty() ? nowNs : Math.max(nowNs, ticks.get(ticks.size() - 1).exchangeTimeNs() + 1);
    Tick tick =
        source == PriceSource.MARK
            ? Tick.mark(symbol, sequence, timeNs, timeNs, 0, price, 0, price)
            : Tick.trade(symbol, sequence, timeNs, timeNs, 0, price, 0, 1);
    ticks.add(tick);
    return tick;
  }

  long newest() {
    return ticks.get(ticks.size() - 1).price();
  }

  /** Index of the first tick of that time or later. */
  int firstSince(long timeNs) {
    int first = 0;
    while (first < ticks.size() && ticks.get(first).exchangeTimeNs() < timeNs) {
      first++;
    }
    return first;
  }
}
