package io.tickwire.rules.partition;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.rules.accounting.FundingSchedule;
import io.tickwire.rules.evaluation.Hit;
import io.tickwire.rules.evaluation.PricePoint;
import io.tickwire.rules.evaluation.SymbolEvaluator;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One symbol that a partition wants ticks of: because positions or triggers live on it, or because
 * somebody waits for its price. Confined to the engine's event loop.
 */
final class SymbolWatch {
  final SymbolEvaluator evaluator;
  final TickSize ticks;
  final FundingWatch funding;

  /** Positions and triggers on it. */
  final Set<String> owners = new HashSet<>();

  /** Wanted until then even without an owner. */
  long wantedUntilMs;

  private final List<Waiting> waiting = new ArrayList<>();

  private record Waiting(Arming.Quote quote, Promise<PricePoint> promise) {}

  SymbolWatch(Instrument instrument, FundingSchedule schedule) {
    this.funding = new FundingWatch(schedule);
    this.ticks = instrument.ticks();
    this.evaluator = new SymbolEvaluator(ticks);
  }

  boolean isWanted(long nowMs) {
    return !owners.isEmpty() || nowMs < wantedUntilMs;
  }

  /** Evaluates the tick under the cursor. */
  List<Hit> onTick(TickCursor tick) {
    List<Hit> hits =
        switch (tick.kind()) {
          case TRADE ->
              evaluator.onTrade(
                  tick.sequence(),
                  tick.price(),
                  tick.priceScale(),
                  tick.exchangeTimeNs(),
                  tick.receivedNs(),
                  tick.recovered());
          case MARK ->
              evaluator.onMark(
                  tick.sequence(),
                  tick.price(),
                  tick.priceScale(),
                  tick.exchangeTimeNs(),
                  tick.receivedNs(),
                  tick.recovered());
          case QUOTE -> onQuote(tick);
          case CANDLE ->
              evaluator.onCandle(
                  tick.exchangeTimeNs(),
                  tick.spanMs(),
                  tick.receivedNs(),
                  tick.priceScale(),
                  tick.price(),
                  tick.high(),
                  tick.low(),
                  tick.close());
          case FUNDING -> List.of();
        };
    if (!waiting.isEmpty()) {
      tellWaiting();
    }
    return hits;
  }

  private List<Hit> onQuote(TickCursor tick) {
    if (tick.price() != Tick.ABSENT) {
      evaluator.onReference(
          tick.sequence(),
          tick.price(),
          tick.priceScale(),
          tick.exchangeTimeNs(),
          tick.receivedNs());
    }
    return evaluator.onQuote(
        tick.sequence(),
        tick.bid(),
        tick.ask(),
        tick.priceScale(),
        tick.exchangeTimeNs(),
        tick.receivedNs());
  }

  /** Null while none is known. */
  @Nullable PricePoint price(Arming.Quote quote) {
    return switch (quote.source()) {
      case LAST -> evaluator.last();
      case MARK -> evaluator.mark();
      case BID_ASK -> quote.ask() ? evaluator.ask() : evaluator.bid();
    };
  }

  /** Completes with the first price. */
  Promise<PricePoint> await(Arming.Quote quote) {
    Promise<PricePoint> promise = Promise.promise();
    waiting.add(new Waiting(quote, promise));
    return promise;
  }

  private void tellWaiting() {
    for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
      Waiting one = each.next();
      PricePoint price = price(one.quote());
      if (price != null) {
        one.promise().tryComplete(price);
      }
      if (one.promise().future().isComplete()) {
        each.remove();
      }
    }
  }
}
