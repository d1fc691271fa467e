package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An evaluator with a clock and sequences, so that a test says only prices. Every tick is one
 * nanosecond later than the one before, and a rule is armed at the time of the newest tick.
 */
final class Desk {
  final TickSize tickSize;
  final SymbolEvaluator evaluator;
  long nowNs = 1_000;
  private long sequence;
  private long order;

  Desk(String tickSize) {
    this.tickSize = TickSize.of(new BigDecimal(tickSize));
    this.evaluator = new SymbolEvaluator(this.tickSize);
  }

  List<Hit> trade(String price) {
    BigDecimal p = new BigDecimal(price);
    return evaluator.onTrade(++sequence, digits(p), p.scale(), ++nowNs, nowNs + 7, false);
  }

  List<Hit> mark(String price) {
    BigDecimal p = new BigDecimal(price);
    return evaluator.onMark(++sequence, digits(p), p.scale(), ++nowNs, nowNs + 7, false);
  }

  List<Hit> quote(String bid, String ask) {
    BigDecimal b = new BigDecimal(bid);
    BigDecimal a = new BigDecimal(ask).setScale(b.scale());
    return evaluator.onQuote(++sequence, digits(b), digits(a), b.scale(), ++nowNs, nowNs + 7);
  }

  void reference(String price) {
    BigDecimal p = new BigDecimal(price);
    evaluator.onReference(0, digits(p), p.scale(), ++nowNs, nowNs + 7);
  }

  List<Hit> armLong(String id, @Nullable String stop, @Nullable String target) {
    return arm(id, 1, Side.LONG, PriceSource.LAST, stop, target);
  }

  List<Hit> armShort(String id, @Nullable String stop, @Nullable String target) {
    return arm(id, 1, Side.SHORT, PriceSource.LAST, stop, target);
  }

  List<Hit> arm(
      String id,
      long version,
      Side side,
      PriceSource source,
      @Nullable String stop,
      @Nullable String target) {
    List<Rule> rules = new ArrayList<>();
    boolean onAsk = Rule.closesOnAsk(side);
    if (stop != null) {
      rules.add(
          rule(id, ExecutionKind.STOP_LOSS, source, Direction.ofStop(side), stop, version, onAsk));
    }
    if (target != null) {
      rules.add(
          rule(
              id,
              ExecutionKind.TAKE_PROFIT,
              source,
              Direction.ofTarget(side),
              target,
              version,
              onAsk));
    }
    return evaluator.arm(rules);
  }

  List<Hit> armTrigger(String id, PriceSource source, Direction direction, String price) {
    return evaluator.arm(
        List.of(
            rule(
                id,
                ExecutionKind.TRIGGER,
                source,
                direction,
                price,
                1,
                Rule.alertsOnAsk(direction))));
  }

  Rule rule(
      String id,
      ExecutionKind kind,
      PriceSource source,
      Direction direction,
      String price,
      long version,
      boolean onAsk) {
    return new Rule(
        id,
        kind,
        source,
        direction,
        tickSize.toTicks(new BigDecimal(price)),
        version,
        nowNs,
        order++,
        onAsk);
  }

  /** The hits as {@code owner kind fillPrice}. */
  static List<String> told(List<Hit> hits) {
    return hits.stream()
        .map(
            hit ->
                hit.rule().ownerId()
                    + " "
                    + hit.rule().kind().wireName()
                    + " "
                    + hit.fill().price().toPlainString())
        .toList();
  }

  private static long digits(BigDecimal price) {
    return price.unscaledValue().longValueExact();
  }
}
