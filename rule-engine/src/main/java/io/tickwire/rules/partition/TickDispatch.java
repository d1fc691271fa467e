package io.tickwire.rules.partition;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.rules.evaluation.Hit;
import io.tickwire.rules.evaluation.SymbolEvaluator;
import java.util.List;

/** What each kind of tick means to an evaluator, live and in a replay alike. Pure. */
public final class TickDispatch {
  private TickDispatch() {}

  /** Evaluates the tick under the cursor. */
  public static List<Hit> evaluate(SymbolEvaluator evaluator, TickCursor tick) {
    return switch (tick.kind()) {
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
      case QUOTE -> quote(evaluator, tick);
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
  }

  private static List<Hit> quote(SymbolEvaluator evaluator, TickCursor tick) {
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
}
