package io.tickwire.rules.partition;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.rules.evaluation.PricePoint;
import io.tickwire.rules.store.FundingDue;
import io.tickwire.rules.store.StoredRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has settlements of funding noted for the positions that were open at their time. Every engine of
 * the partition asks; Redis lets one through. Confined to the engine's event loop.
 */
final class FundingNotes {
  private static final Logger log = LoggerFactory.getLogger(FundingNotes.class);

  private final int partition;
  private final PartitionTools tools;
  private final LiveRecords live;

  FundingNotes(int partition, PartitionTools tools, LiveRecords live) {
    this.partition = partition;
    this.tools = tools;
    this.live = live;
  }

  /** The rate under the cursor. */
  void onRate(SymbolWatch watch, TickCursor rate) {
    Instrument instrument = tools.instruments().find(rate.symbol());
    if (instrument == null) {
      return;
    }
    PricePoint mark = watch.evaluator.mark();
    FundingDue due =
        watch.funding.onRate(
            tools.funding().of(instrument),
            rate.sequence(),
            BigDecimal.valueOf(rate.price(), rate.priceScale()),
            mark == null ? null : mark.price());
    if (due != null) {
      note(rate.symbol(), watch, due);
    }
  }

  private void note(String symbol, SymbolWatch watch, FundingDue due) {
    List<String> positions = openThen(watch, due);
    tools
        .store()
        .fund(partition, symbol, due, positions)
        .onSuccess(
            first -> {
              watch.funding.settled(due.timeMs());
              if (first) {
                log.info(
                    "funding due symbol={} time_ms={} rate={} mark={} positions={}",
                    symbol,
                    due.timeMs(),
                    due.rate().toPlainString(),
                    due.mark().toPlainString(),
                    positions.size());
              }
            });
  }

  private List<String> openThen(SymbolWatch watch, FundingDue due) {
    List<String> positions = new ArrayList<>();
    for (String id : watch.owners) {
      StoredRule stored = live.document(id);
      Position position = stored == null ? null : stored.position();
      if (position != null && position.openedAt() < due.timeMs()) {
        positions.add(id);
      }
    }
    return positions;
  }
}
