package io.tickwire.rules.book;

import io.tickwire.common.market.Side;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The semantics word by word: every price looks at every rule; test, then take a side or ratchet.
 * No index, no gate, no shortcuts, and therefore the judge of {@link PriceBook}.
 */
final class ScanBook {
  private static final BigDecimal HALF = new BigDecimal("0.5");

  /** A fired rule. */
  record Fired(String rule, long thresholdTicks, Direction direction) {}

  /** One rule; what does not belong to its kind is null. */
  static final class Waiting {
    final Ticket<String> ticket;
    final long thresholdTicks;
    @Nullable Direction direction;
    @Nullable Crossing crossing;
    Origin origin = Origin.NONE;
    @Nullable Trail trail;
    @Nullable Direction activation;
    long extremeTicks;

    Waiting(Ticket<String> ticket, long thresholdTicks) {
      this.ticket = ticket;
      this.thresholdTicks = thresholdTicks;
    }
  }

  final Map<String, Waiting> rules = new TreeMap<>();
  private @Nullable BigDecimal last;

  void add(Waiting rule) {
    rules.put(rule.ticket.rule(), rule);
  }

  Waiting rule(String name) {
    Waiting rule = rules.get(name);
    if (rule == null) {
      throw new AssertionError("the book has a rule that the scan fired: rule=" + name);
    }
    return rule;
  }

  List<Fired> onPrice(long floorTicks, long ceilTicks, long timeNs) {
    BigDecimal price = BigDecimal.valueOf(floorTicks);
    if (floorTicks != ceilTicks) {
      price = price.add(HALF);
    }
    List<Waiting> hits = new ArrayList<>();
    for (Waiting rule : rules.values()) {
      if (timeNs < rule.ticket.armedAtNs()) {
        continue;
      }
      if (isHit(rule, price)) {
        hits.add(rule);
      } else {
        follow(rule, price);
      }
    }
    BigDecimal now = price;
    hits.sort(
        Comparator.comparing((Waiting rule) -> metAt(rule, now))
            .thenComparing(rule -> rule.ticket.order()));
    hits.forEach(rule -> rules.remove(rule.ticket.rule()));
    last = price;
    return hits.stream()
        .map(rule -> new Fired(rule.ticket.rule(), level(rule), direction(rule)))
        .toList();
  }

  private static boolean isHit(Waiting rule, BigDecimal price) {
    if (rule.crossing != null && rule.origin == Origin.NONE) {
      return false;
    }
    if (rule.trail != null && rule.extremeTicks == 0) {
      return false;
    }
    return isAtOrBeyond(price, direction(rule), level(rule));
  }

  /** What a price that does not fire the rule does to it. */
  private static void follow(Waiting rule, BigDecimal price) {
    if (rule.crossing != null && rule.origin == Origin.NONE) {
      int side = price.compareTo(BigDecimal.valueOf(rule.thresholdTicks));
      if (side < 0 && rule.crossing != Crossing.DOWN) {
        rule.origin = Origin.BELOW;
      } else if (side > 0 && rule.crossing != Crossing.UP) {
        rule.origin = Origin.ABOVE;
      }
    }
    if (rule.trail != null) {
      if (rule.extremeTicks != 0) {
        boolean isLong = rule.trail.side() == Side.LONG;
        long extreme = extreme(rule.trail, price);
        rule.extremeTicks =
            isLong ? Math.max(rule.extremeTicks, extreme) : Math.min(rule.extremeTicks, extreme);
      } else if (rule.activation == null
          || isAtOrBeyond(price, rule.activation, rule.thresholdTicks)) {
        rule.extremeTicks = extreme(rule.trail, price);
      }
    }
  }

  private static boolean isAtOrBeyond(BigDecimal price, Direction direction, long ticks) {
    int comparison = price.compareTo(BigDecimal.valueOf(ticks));
    return direction == Direction.UP ? comparison >= 0 : comparison <= 0;
  }

  private static long extreme(Trail trail, BigDecimal price) {
    return trail.side() == Side.LONG
        ? Math.max(1, price.setScale(0, RoundingMode.FLOOR).longValueExact())
        : price.setScale(0, RoundingMode.CEILING).longValueExact();
  }

  private static Direction direction(Waiting rule) {
    if (rule.trail != null) {
      return rule.trail.side() == Side.LONG ? Direction.DOWN : Direction.UP;
    }
    if (rule.crossing != null) {
      return rule.origin == Origin.BELOW ? Direction.UP : Direction.DOWN;
    }
    if (rule.direction == null) {
      throw new AssertionError("level without a direction");
    }
    return rule.direction;
  }

  /** The threshold, of a trailing stop its stop. */
  static long level(Waiting rule) {
    if (rule.trail == null) {
      return rule.thresholdTicks;
    }
    if (rule.extremeTicks == 0) {
      return 0;
    }
    boolean isLong = rule.trail.side() == Side.LONG;
    BigDecimal extreme = BigDecimal.valueOf(rule.extremeTicks);
    BigDecimal distance = BigDecimal.valueOf(rule.trail.distance());
    if (rule.trail.unit() == Trail.Unit.BASIS_POINTS) {
      distance = extreme.multiply(distance).movePointLeft(4);
    }
    BigDecimal stop = isLong ? extreme.subtract(distance) : extreme.add(distance);
    BigInteger ticks =
        stop.setScale(0, isLong ? RoundingMode.FLOOR : RoundingMode.CEILING).toBigIntegerExact();
    return ticks.max(BigInteger.ZERO).longValueExact();
  }

  /** Whole ticks from the price before; of a first price, the deepest below zero comes first. */
  private BigDecimal metAt(Waiting rule, BigDecimal price) {
    BigDecimal threshold = BigDecimal.valueOf(level(rule));
    BigDecimal from = last == null ? price : last;
    BigDecimal distance = threshold.subtract(from).abs().setScale(0, RoundingMode.FLOOR);
    return last == null ? distance.negate() : distance;
  }
}
