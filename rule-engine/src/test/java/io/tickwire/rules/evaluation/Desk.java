package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Crossing;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Origin;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Trail;
import io.tickwire.rules.book.Wait;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An evaluator with a clock and sequences, so that a test says only prices. Every tick is one
 * nanosecond later than the one before, and a rule is armed at the time of the newest tick.
 */
final class Desk {
  static final long MINUTE_NS = 60_000_000_000L;

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

  /** A rule on last, armed now, by what it waits for. */
  Rule rule(String id, ExecutionKind kind, Wait waitsFor) {
    return new Rule(id, kind, 0, PriceSource.LAST, waitsFor, 1, nowNs, 0, order++, false, false, 0);
  }

  List<Hit> arm(Rule... rules) {
    return evaluator.arm(List.of(rules));
  }

  List<Hit> armTrailing(String id, Trail trail, Wait.@Nullable Activation activation) {
    return arm(rule(id, ExecutionKind.TRAILING_STOP, new Wait.Trailing(trail, activation, 0)));
  }

  List<Hit> armCrossing(String id, Crossing crossing, String price, long backTicks) {
    Wait.Cross cross = new Wait.Cross(crossing, ticks(price), backTicks, Origin.NONE);
    return arm(rule(id, ExecutionKind.TRIGGER, cross));
  }

  long ticks(String price) {
    return tickSize.toTicks(new BigDecimal(price));
  }

  /** A trade of that sequence and time, fetched after a gap. */
  List<Hit> recovered(long atSequence, long timeNs, String price) {
    BigDecimal p = new BigDecimal(price);
    return evaluator.onTrade(atSequence, digits(p), p.scale(), timeNs, timeNs + 7, true);
  }

  /** The sequence of the newest tick. */
  long sequence() {
    return sequence;
  }

  /** Skips sequences, as if ticks were missed. */
  void miss(int ticks) {
    sequence += ticks;
  }

  /** Open, high, low and close of the minute that begins a nanosecond after the newest tick. */
  List<Hit> candle(String... prices) {
    List<Hit> hits = candle(nowNs + 1, prices);
    nowNs += MINUTE_NS;
    return hits;
  }

  List<Hit> candle(long startNs, String... prices) {
    long[] digits = new long[4];
    for (int i = 0; i < 4; i++) {
      digits[i] = digits(new BigDecimal(prices[i]).setScale(4));
    }
    long readNs = startNs + MINUTE_NS;
    return evaluator.onCandle(
        startNs, 60_000, readNs, 4, digits[0], digits[1], digits[2], digits[3]);
  }

  static Rule partial(Rule rule, int index) {
    return changed(rule, index, rule.expiresAtNs(), true, rule.protectionBp());
  }

  static Rule expiring(Rule rule, long expiresAtNs) {
    return changed(rule, rule.index(), expiresAtNs, rule.partial(), rule.protectionBp());
  }

  static Rule guarded(Rule rule, int protectionBp) {
    return changed(rule, rule.index(), rule.expiresAtNs(), rule.partial(), protectionBp);
  }

  private static Rule changed(
      Rule rule, int index, long expiresAtNs, boolean partial, int protectionBp) {
    return new Rule(
        rule.ownerId(),
        rule.kind(),
        index,
        rule.source(),
        rule.waitsFor(),
        rule.version(),
        rule.armedAtNs(),
        expiresAtNs,
        rule.order(),
        rule.onAsk(),
        partial,
        protectionBp);
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
