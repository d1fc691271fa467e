package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The semantics word by word: every tick looks at every rule and compares decimals. Slow, without
 * an index, a gate or ticks, and therefore the judge of {@link SymbolEvaluator}.
 */
final class LinearScan {
  private static final List<String> PRICES = List.of("last", "mark", "bid", "ask");

  private final BigDecimal tickSize;
  private final List<Rule> waiting = new ArrayList<>();
  private final Map<String, Long> versions = new HashMap<>();
  private final List<Hit> withoutFill = new ArrayList<>();
  private final Map<String, PricePoint> now = new HashMap<>();
  private final Map<String, PricePoint> before = new HashMap<>();
  private final Map<PriceSource, Long> sequences = new HashMap<>();
  private @Nullable PricePoint reference;
  long duplicates;
  long rejected;

  LinearScan(BigDecimal tickSize) {
    this.tickSize = tickSize;
  }

  List<Hit> arm(List<Rule> rules) {
    String ownerId = rules.get(0).ownerId();
    if (rules.get(0).version() <= versions.getOrDefault(ownerId, 0L)) {
      return List.of();
    }
    disarm(ownerId);
    versions.put(ownerId, rules.get(0).version());
    waiting.addAll(rules);
    return fire(
        rules.stream()
            .filter(rule -> isReached(rule, now.get(priceOf(rule))))
            .sorted(Comparator.comparing(Rule::order))
            .toList());
  }

  void disarm(String ownerId) {
    versions.remove(ownerId);
    waiting.removeIf(rule -> rule.ownerId().equals(ownerId));
    withoutFill.removeIf(hit -> hit.rule().ownerId().equals(ownerId));
  }

  int armed() {
    return waiting.size() + withoutFill.size();
  }

  /** A trade or a mark. */
  List<Hit> tick(String price, PricePoint point) {
    return move(Map.of(price, point));
  }

  List<Hit> quote(PricePoint bid, PricePoint ask) {
    return move(Map.of("bid", bid, "ask", ask));
  }

  void reference(PricePoint point) {
    if (reference != null && point.exchangeTimeNs() <= reference.exchangeTimeNs()) {
      return;
    }
    if (point.digits() <= 0) {
      rejected++;
    } else {
      reference = point;
    }
  }

  private List<Hit> move(Map<String, PricePoint> points) {
    PricePoint any = points.values().iterator().next();
    if (any.sequence() <= sequences.getOrDefault(any.source(), Long.MIN_VALUE)) {
      duplicates++;
      return List.of();
    }
    if (points.values().stream().allMatch(point -> point.digits() <= 0)) {
      rejected++;
      return List.of();
    }
    sequences.put(any.source(), any.sequence());
    List<Rule> reached = new ArrayList<>();
    for (String price : PRICES) {
      PricePoint point = points.get(price);
      if (point != null && point.digits() > 0) {
        PricePoint previous = now.put(price, point);
        if (previous != null) {
          before.put(price, previous);
        }
        waiting.stream()
            .filter(rule -> priceOf(rule).equals(price) && isReached(rule, point))
            .forEach(reached::add);
      }
    }
    reached.sort(
        Comparator.comparing(this::distance)
            .thenComparing(Rule::order)
            .thenComparing(Rule::ownerId)
            .thenComparing(Rule::kind));
    return fire(reached);
  }

  private List<Hit> fire(List<Rule> reached) {
    List<Hit> hits = new ArrayList<>();
    PricePoint last = last();
    if (last != null) {
      withoutFill.forEach(hit -> hits.add(new Hit(hit.rule(), hit.tick(), last)));
      withoutFill.clear();
    }
    for (Rule rule : reached) {
      if (!waiting.contains(rule)) {
        continue;
      }
      waiting.removeIf(other -> other.ownerId().equals(rule.ownerId()));
      PricePoint tick = now.get(priceOf(rule));
      if (tick == null) {
        throw new AssertionError("reached without a price: " + rule);
      }
      if (rule.source() != PriceSource.MARK) {
        hits.add(new Hit(rule, tick, tick));
      } else if (last != null) {
        hits.add(new Hit(rule, tick, last));
      } else {
        withoutFill.add(new Hit(rule, tick, tick));
      }
    }
    return hits;
  }

  private @Nullable PricePoint last() {
    PricePoint trade = now.get("last");
    if (trade == null || reference == null) {
      return trade == null ? reference : trade;
    }
    return reference.exchangeTimeNs() > trade.exchangeTimeNs() ? reference : trade;
  }

  private boolean isReached(Rule rule, @Nullable PricePoint point) {
    if (point == null || point.exchangeTimeNs() < rule.armedAtNs()) {
      return false;
    }
    int comparison = point.price().compareTo(threshold(rule));
    return rule.direction() == Direction.UP ? comparison >= 0 : comparison <= 0;
  }

  /** In whole ticks from the price before; of a first price, the deepest below zero comes first. */
  private BigDecimal distance(Rule rule) {
    PricePoint from = before.get(priceOf(rule));
    PricePoint to = now.get(priceOf(rule));
    if (to == null) {
      throw new AssertionError("reached without a price: " + rule);
    }
    return from == null ? wholeTicks(to, rule).negate() : wholeTicks(from, rule);
  }

  private BigDecimal wholeTicks(PricePoint point, Rule rule) {
    return threshold(rule).subtract(point.price()).abs().divideToIntegralValue(tickSize);
  }

  private BigDecimal threshold(Rule rule) {
    return tickSize.multiply(BigDecimal.valueOf(rule.thresholdTicks()));
  }

  private static String priceOf(Rule rule) {
    return switch (rule.source()) {
      case LAST -> "last";
      case MARK -> "mark";
      case BID_ASK -> rule.onAsk() ? "ask" : "bid";
    };
  }
}
